package org.stoa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a process has used, read from Linux's `/proc`.
///
/// @param cpuMillis processor time since its start
/// @param residentKib memory that is resident now
record ProcessCost(long cpuMillis, long residentKib) {
    private static final long MILLIS_PER_TICK = 10;

    /// Reads a process.
    static ProcessCost of(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        List<String> status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
        long resident =
                status.stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0);
        return new ProcessCost(ticks * MILLIS_PER_TICK, resident);
    }
}

package org.stoa.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The processors of this machine, read from Linux's `/proc/stat`.
final class WholeMachine {
    /// Of the fields of the line: user, nice, system, interrupts, soft interrupts, stolen; between them idle and waiting.
    private static final int[] BUSY = {1, 2, 3, 6, 7, 8};

    private final Path proc;

    WholeMachine(Path proc) {
        this.proc = proc;
    }

    /// Processor time since the machine began in which something ran, on all cores together; what a host took away is in it.
    long busyMicros() throws IOException {
        String line = Files.readString(proc.resolve("stat")).lines().findFirst().orElse("");
        String[] fields = line.split(" +", -1);
        if (fields.length <= BUSY[BUSY.length - 1]) {
            throw new IOException("expected times of all processors, found '" + line + "'");
        }
        long ticks = 0;
        for (int field : BUSY) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks * ProcessTree.MICROS_PER_TICK;
    }
}

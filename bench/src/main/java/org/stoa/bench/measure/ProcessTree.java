package org.stoa.bench.measure;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A process and its descendants, read from Linux's `/proc`. A server's database belongs to it when the start script
/// started both.
public final class ProcessTree {
    /// The kernel tells user space 100 ticks a second on every platform that has a JVM.
    static final long MICROS_PER_TICK = 10_000;

    private final Path proc;
    private final long root;

    public ProcessTree(long root) {
        this(Path.of("/proc"), root);
    }

    ProcessTree(Path proc, long root) {
        this.proc = proc;
        this.root = root;
    }

    /// Whether this system tells what processes use.
    public static boolean isSupported() {
        return Files.isReadable(Path.of("/proc/self/stat"));
    }

    /// Whether a process runs. One that has ended and that nobody asked how is still there, but it does not.
    public static boolean isRunning(long pid) {
        try {
            return !isZombie(statFields(Path.of("/proc", Long.toString(pid))));
        } catch (IOException gone) {
            return false;
        }
    }

    /// What the processes have used. A process that ends meanwhile is left out; its parent then has its processor time.
    ///
    /// Errors: when the root is gone.
    public Usage usage() throws IOException {
        return usage(true);
    }

    /// The same without memory, which is 0. The kernel walks through all pages to tell that, and a large server is held up
    /// meanwhile.
    public Usage counters() throws IOException {
        return usage(false);
    }

    private Usage usage(boolean withMemory) throws IOException {
        if (!Files.exists(folder(root))) {
            throw new IOException("there is no process " + root);
        }
        Usage sum = Usage.NONE;
        for (long pid : members()) {
            sum = sum.plus(usageOf(folder(pid), withMemory));
        }
        return sum;
    }

    private Path folder(long pid) {
        return proc.resolve(Long.toString(pid));
    }

    /// What one process has used; nothing when it ends meanwhile.
    private static Usage usageOf(Path folder, boolean withMemory) throws IOException {
        try {
            return read(folder, withMemory);
        } catch (IOException failed) {
            if (!Files.exists(folder)) {
                return Usage.NONE;
            }
            if (!isZombie(statFields(folder))) {
                throw failed;
            }
            return read(folder, false);
        }
    }

    /// Processor time of the root alone, without its children.
    public long ownCpuMicros() throws IOException {
        String[] fields = statFields(folder(root));
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_PER_TICK;
    }

    /// The root and all that descend from it.
    public List<Long> members() throws IOException {
        Map<Long, List<Long>> children = children();
        List<Long> members = new ArrayList<>();
        Deque<Long> left = new ArrayDeque<>(List.of(root));
        while (!left.isEmpty()) {
            long next = left.pop();
            members.add(next);
            left.addAll(children.getOrDefault(next, List.of()));
        }
        return members;
    }

    private Map<Long, List<Long>> children() throws IOException {
        Map<Long, List<Long>> children = new HashMap<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path folder : folders) {
                try {
                    long parent = Long.parseLong(statFields(folder)[1]);
                    long pid = Long.parseLong(folder.getFileName().toString());
                    children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(pid);
                } catch (IOException ended) {
                    if (Files.exists(folder)) {
                        throw ended;
                    }
                }
            }
        }
        return children;
    }

    /// Fields of `stat` from the third on: the second is the name, which may have spaces and parentheses.
    private static String[] statFields(Path folder) throws IOException {
        String stat = Files.readString(folder.resolve("stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    }

    /// Whether it has ended and nobody asked how: its times still count, memory it has none.
    private static boolean isZombie(String[] fields) {
        return fields[0].equals("Z");
    }

    private static Usage read(Path folder, boolean withMemory) throws IOException {
        String[] fields = statFields(folder);
        long ticks = 0;
        // utime, stime, cutime, cstime
        for (int field = 11; field <= 14; field++) {
            ticks += Long.parseLong(fields[field]);
        }
        return new Usage(
                ticks * MICROS_PER_TICK,
                withMemory && !isZombie(fields) ? resident(folder) : 0,
                labelled(folder.resolve("io"), "read_bytes:"),
                labelled(folder.resolve("io"), "write_bytes:"));
    }

    /// The proportional share where the kernel tells it, since PostgreSQL's processes share most of their memory.
    private static long resident(Path folder) throws IOException {
        long share = labelled(folder.resolve("smaps_rollup"), "Pss:");
        return (share > 0 ? share : labelled(folder.resolve("status"), "VmRSS:")) * 1024;
    }

    /// The number on the line that begins with the label; 0 if there is none.
    private static long labelled(Path file, String label) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(label)) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }
}

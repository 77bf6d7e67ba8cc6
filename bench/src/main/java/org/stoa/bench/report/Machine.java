package org.stoa.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Where and when figures were taken.
public final class Machine {
    private static final String NOT_KNOWN = "not known";

    /// Types of file systems that have no disk.
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

    private Machine() {}

    /// Processor, cores, memory, disk, kernel, Java, load and date.
    ///
    /// @param data where the servers have their data
    public static List<String> describe(Path data) throws IOException {
        return List.of(
                "date: " + LocalDate.now(ZoneOffset.UTC),
                "processor: "
                        + value("/proc/cpuinfo", "model name")
                        + ", "
                        + Runtime.getRuntime().availableProcessors()
                        + " cores",
                String.format(
                        Locale.ROOT,
                        "memory: %.1f GiB",
                        Long.parseLong(value("/proc/meminfo", "MemTotal").replaceAll("\\D", ""))
                                / 1048576.0),
                "data of the servers: "
                        + data
                        + " on "
                        + Files.getFileStore(data).type()
                        + warning(data).map(text -> "; **" + text + "**").orElse(""),
                "kernel: " + System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "driver: Java " + Runtime.version(),
                "load average: " + load(),
                "repository: " + commit());
    }

    /// A word of warning about a folder for data, if it has to be said.
    public static Optional<String> warning(Path data) throws IOException {
        return IN_MEMORY.contains(Files.getFileStore(data).type())
                ? Optional.of(
                        data
                                + " is in memory: no flush costs anything there, and nothing is durable (--folder)")
                : Optional.empty();
    }

    /// The commit of the working folder, and whether something was changed since.
    private static String commit() {
        try {
            Process git =
                    new ProcessBuilder("git", "describe", "--always", "--dirty")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said.isBlank() ? NOT_KNOWN : said.trim();
        } catch (IOException noGit) {
            return NOT_KNOWN;
        }
    }

    /// The load average of one, five and fifteen minutes: above 0 before a run, something else is running.
    public static String load() throws IOException {
        String[] words = Files.readString(Path.of("/proc/loadavg")).split(" ", 4);
        return words[0] + " " + words[1] + " " + words[2];
    }

    private static String value(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse(NOT_KNOWN);
    }
}

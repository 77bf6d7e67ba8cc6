package org.stoa.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/// Where and when figures were taken.
public final class Machine {
    private Machine() {}

    /// Processor, cores, memory, kernel, Java, load and date.
    public static List<String> describe() throws IOException {
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
                "kernel: " + System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "driver: Java " + Runtime.version(),
                "load average: " + load(),
                "repository: " + commit());
    }

    /// The commit of the working folder, and whether something was changed since.
    private static String commit() throws IOException {
        Process git =
                new ProcessBuilder("git", "describe", "--always", "--dirty")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said.isBlank() ? "not known" : said.trim();
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
                .orElse("0");
    }
}

package org.stoa.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/// A disk of a few megabytes that a test can fill, and make read-only: a file system in memory that only the processes
/// see that are started with [#prefix()].
///
/// It needs a mount namespace, which root has, and which an ordinary user gets inside a user namespace where the machine
/// permits that. In a container that permits neither, the small `/dev/shm` of containers serves; it cannot be made read-only.
/// Where there is nothing of all that, the test is aborted and counted as skipped.
public final class SmallDisk implements AutoCloseable {
    private static final int MEGABYTES = 24;
    private static final long SMALL_BYTES = 256L << 20;
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final long PATIENCE_SECONDS = 10;

    /// Keeps the namespace; it ends with its standard input. Null for `/dev/shm`.
    private final Optional<Process> keeper;

    private final List<String> prefix;
    private final Path folder;
    private final Path seen;

    private SmallDisk(Optional<Process> keeper, List<String> prefix, Path folder, Path seen) {
        this.keeper = keeper;
        this.prefix = List.copyOf(prefix);
        this.folder = folder;
        this.seen = seen;
    }

    /// Makes one, mounted over this empty folder where the machine permits that.
    public static SmallDisk over(Path folder) {
        return mounted(folder, List.of("unshare", "--mount"), List.of())
                .or(
                        () ->
                                mounted(
                                        folder,
                                        List.of("unshare", "--map-root-user", "--mount"),
                                        List.of("--user", "--preserve-credentials")))
                .or(SmallDisk::sharedMemory)
                .orElseThrow(
                        () ->
                                new TestAbortedException(
                                        "this machine permits no file system of a test's own, and has no small /dev/shm"));
    }

    private static Optional<SmallDisk> mounted(
            Path folder, List<String> unshare, List<String> enter) {
        List<String> command = new ArrayList<>(unshare);
        command.addAll(
                List.of(
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size="
                                + MEGABYTES
                                + "m stoa-test \"$0\" && echo mounted && exec cat",
                        folder.toString()));
        try {
            Process keeper =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!"mounted".equals(firstLine(keeper))) {
                return Optional.empty();
            }
            List<String> prefix = new ArrayList<>(List.of("nsenter", "--target"));
            prefix.add(Long.toString(keeper.pid()));
            prefix.add("--mount");
            prefix.addAll(enter);
            Path root = Path.of("/proc/" + keeper.pid() + "/root");
            Path seen = root.resolve(Path.of("/").relativize(folder.toAbsolutePath()));
            return Optional.of(new SmallDisk(Optional.of(keeper), prefix, folder, seen));
        } catch (IOException e) {
            return Optional.empty(); // There is no such command here.
        }
    }

    private static String firstLine(Process process) throws IOException {
        String line =
                new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8))
                        .readLine();
        return line == null ? "" : line;
    }

    private static Optional<SmallDisk> sharedMemory() {
        try {
            FileStore store = Files.getFileStore(SHARED_MEMORY);
            if (store.getTotalSpace() > SMALL_BYTES || !Files.isWritable(SHARED_MEMORY)) {
                return Optional.empty();
            }
            Path folder = Files.createTempDirectory(SHARED_MEMORY, "stoa-test-");
            return Optional.of(new SmallDisk(Optional.empty(), List.of(), folder, folder));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// What a command line must begin with to see the disk.
    public List<String> prefix() {
        return prefix;
    }

    /// Where those processes see it.
    public Path folder() {
        return folder;
    }

    /// Where the test sees it.
    public Path seen() {
        return seen;
    }

    /// Takes all the space that is left.
    public void fill() {
        byte[] bytes = new byte[4096];
        try (OutputStream out =
                Files.newOutputStream(
                        filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(bytes);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space")) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Gives back what [#fill()] took.
    public void free() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path filler() {
        return seen.resolve("filler");
    }

    /// Mounts it anew for reading only; aborts the test where that is not possible.
    public void makeReadOnly() {
        if (keeper.isEmpty()) {
            throw new TestAbortedException("this machine permits no mounts");
        }
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("mount", "-o", "remount,bind,ro", folder.toString()));
        run(command);
    }

    /// Mounts it anew for reading and writing.
    public void makeWritable() {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("mount", "-o", "remount,bind,rw", folder.toString()));
        run(command);
    }

    private static void run(List<String> command) {
        try {
            int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new AssertionError(command + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (keeper.isPresent()) {
            end(keeper.get());
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(Process keeper) {
        try {
            keeper.getOutputStream().close();
            if (!keeper.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                keeper.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package org.stoa.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Measures a server's processes and this driver between two points. Without a process id all of the server is 0.
public final class Meter {
    private final Optional<ProcessTree> server;
    private final Optional<Path> data;
    private final ProcessTree driver = new ProcessTree(ProcessHandle.current().pid());
    private final WholeMachine machine = new WholeMachine(Path.of("/proc"));
    private Usage serverStart = Usage.NONE;
    private long driverStart;
    private long machineStart;
    private long nanosStart;

    /// @param data folder of the server, if it is known
    public Meter(OptionalLong pid, Optional<Path> data) {
        server = pid.isPresent() ? Optional.of(new ProcessTree(pid.getAsLong())) : Optional.empty();
        this.data = data;
    }

    /// Begins. Takes a few milliseconds.
    public void start() throws IOException {
        serverStart = server.isPresent() ? server.get().counters() : Usage.NONE;
        driverStart = driverCpu();
        machineStart = machine.busyMicros();
        nanosStart = System.nanoTime();
    }

    /// What it cost since the last start.
    public Cost stop() throws IOException {
        double seconds = (System.nanoTime() - nanosStart) / 1e9;
        long busy = machine.busyMicros() - machineStart;
        Usage now = serverUsage();
        return new Cost(
                seconds,
                now.cpuMicros() - serverStart.cpuMicros(),
                driverCpu() - driverStart,
                busy,
                now.residentBytes(),
                now.readBytes() - serverStart.readBytes(),
                now.writtenBytes() - serverStart.writtenBytes(),
                diskBytes());
    }

    /// What the server has used so far.
    public Usage serverUsage() throws IOException {
        return server.isPresent() ? server.get().usage() : Usage.NONE;
    }

    /// Processor time of the server so far.
    public long serverCpuMicros() throws IOException {
        return server.isPresent() ? server.get().counters().cpuMicros() : 0;
    }

    /// What the server's data folder takes on the disk.
    public long diskBytes() throws IOException {
        return data.isPresent() ? size(data.get()) : 0;
    }

    /// The driver without the server that it started, which is its child.
    private long driverCpu() throws IOException {
        return driver.ownCpuMicros();
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(Meter::fileSize).sum();
        } catch (UncheckedIOException changed) {
            // A file went away on the walk, as write-ahead logs do: once more, and then it is an
            // error.
            try (Stream<Path> files = Files.walk(folder)) {
                return files.filter(Files::isRegularFile).mapToLong(Meter::fileSize).sum();
            }
        }
    }

    private static long fileSize(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException gone) {
            return 0;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

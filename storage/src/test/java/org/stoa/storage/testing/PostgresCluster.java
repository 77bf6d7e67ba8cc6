package org.stoa.storage.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.tukaani.xz.XZInputStream;

/// A PostgreSQL server of our own, from binaries that are a Maven artefact, on a free port of the loopback address. It
/// survives a crash of its own but not of the machine, since flushes are off; and it ends with this process, however that ends.
public final class PostgresCluster implements AutoCloseable {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final int START_ATTEMPTS = 600;
    private static final int PAUSE_MILLIS = 50;

    /// Keeps the server running until its standard input ends, which the end of this process does.
    private static final String GUARD = "\"$@\" & p=$!; cat > /dev/null; kill -QUIT $p; wait $p";

    private final Path folder;
    private final Path binaries;
    private final int port;
    private Process process;

    private PostgresCluster(Path folder, Path binaries, int port, Process process) {
        this.folder = folder;
        this.binaries = binaries;
        this.port = port;
        this.process = process;
    }

    /// Starts a server and waits until it answers.
    public static PostgresCluster start() {
        try {
            Path binaries = unpack();
            Path folder = Files.createTempDirectory("stoa-postgres-");
            giveAway(folder);
            run(
                    List.of(
                            binaries.resolve("bin/initdb").toString(),
                            "--pgdata=" + folder.resolve("data"),
                            "--username=stoa",
                            "--auth=trust",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--no-sync",
                            "--no-instructions"),
                    folder.resolve("initdb.log"));
            int port = freePort();
            PostgresCluster cluster =
                    new PostgresCluster(folder, binaries, port, launch(binaries, folder, port));
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
            cluster.awaitAnswer();
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "no PostgreSQL for the tests: set STOA_TEST_POSTGRES to a JDBC URL, or leave it"
                            + " out with -Dstoa.test.postgres=off",
                    e);
        }
    }

    /// Returns the URL of its first database.
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=stoa";
    }

    /// Starts the server again after [#stop].
    public void startAgain() {
        try {
            process = launch(binaries, folder, port);
            awaitAnswer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stops the server as a crash would.
    public void stop() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("PostgreSQL does not stop");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
        TestDatabase.delete(folder);
    }

    private static Process launch(Path binaries, Path folder, int port) throws IOException {
        List<String> command =
                List.of(
                        "sh",
                        "-c",
                        GUARD,
                        "sh",
                        binaries.resolve("bin/postgres").toString(),
                        "-D",
                        folder.resolve("data").toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "fsync=off",
                        "-c",
                        "full_page_writes=off",
                        "-c",
                        "shared_buffers=64MB",
                        "-c",
                        "max_connections=200",
                        "-c",
                        "autovacuum=off");
        return new ProcessBuilder(asOther(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private void awaitAnswer() throws IOException {
        SQLException last = null;
        for (int i = 0; i < START_ATTEMPTS && process.isAlive(); i++) {
            try (Connection connection = DriverManager.getConnection(url())) {
                if (connection.isValid(1)) {
                    return;
                }
            } catch (SQLException e) {
                last = e;
            }
            pause();
        }
        throw new IOException(
                "PostgreSQL does not start:\n" + Files.readString(folder.resolve("log")), last);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Unpacks the binaries once for all runs of this machine.
    private static Path unpack() throws IOException {
        try (InputStream archive = PostgresCluster.class.getResourceAsStream(ARCHIVE)) {
            if (archive == null) {
                throw new IOException("no binaries for this kind of machine on the class path");
            }
            byte[] bytes = archive.readAllBytes();
            Path target =
                    Path.of(System.getProperty("java.io.tmpdir"))
                            .resolve(
                                    "stoa-postgres-binaries-%s-%x"
                                            .formatted(
                                                    System.getProperty("user.name"),
                                                    java.util.Arrays.hashCode(bytes)));
            if (!Files.isDirectory(target)) {
                unpack(bytes, target);
            }
            return target;
        }
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        Path temporary = Files.createTempDirectory("stoa-postgres-unpack-");
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process tar =
                new ProcessBuilder("tar", "-x", "-f", "-", "-C", temporary.toString())
                        .inheritIO()
                        .redirectInput(ProcessBuilder.Redirect.PIPE)
                        .start();
        try (XZInputStream in = new XZInputStream(new java.io.ByteArrayInputStream(archive));
                var out = tar.getOutputStream()) {
            in.transferTo(out);
        }
        await(tar, "tar");
        try {
            Files.move(temporary, target);
        } catch (FileAlreadyExistsException e) {
            TestDatabase.delete(temporary);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
            TestDatabase.delete(temporary);
        }
    }

    /// PostgreSQL refuses to run as root; then `nobody` runs it.
    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void giveAway(Path folder) throws IOException {
        if (isRoot()) {
            Files.setOwner(
                    folder,
                    folder.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName("nobody"));
        }
    }

    private static List<String> asOther(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        List<String> whole =
                new ArrayList<>(
                        List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        whole.addAll(command);
        return whole;
    }

    private static void run(List<String> command, Path log) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(asOther(command))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().putAll(Map.of("LC_ALL", "C", "TZ", "UTC"));
        try {
            await(builder.start(), command.getFirst());
        } catch (IOException e) {
            throw new IOException(
                    Files.exists(log) ? Files.readString(log) : "cannot run " + command, e);
        }
    }

    private static void await(Process process, String name) throws IOException {
        try {
            if (process.waitFor() != 0) {
                throw new IOException(name + " ended with " + process.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

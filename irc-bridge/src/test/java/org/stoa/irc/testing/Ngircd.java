package org.stoa.irc.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.stoa.bridge.testing.Awaiting;

/// A real IRC server, ngircd, as Debian has it.
public final class Ngircd implements AutoCloseable {

    private final Process process;
    private final int port;

    private Ngircd(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts one with its files in the folder; skips the test when it is not installed.
    public static Ngircd start(Path folder) throws IOException {
        Optional<Path> program = program();
        Assumptions.assumeTrue(
                program.isPresent(), "ngircd is not installed (Debian: apt-get install ngircd)");
        int port = freePort();
        Path file = folder.resolve("ngircd.conf");
        Files.writeString(file, configuration(port));
        Process process =
                new ProcessBuilder(program.orElseThrow().toString(), "-n", "-f", file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("ngircd.log").toFile())
                        .start();
        Ngircd server = new Ngircd(process, port);
        Awaiting.until("ngircd listens", server::listens);
        return server;
    }

    /// Returns where it listens, at 127.0.0.1.
    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String configuration(int port) {
        return """
            [Global]
            Name = irc.test
            Info = A server for tests
            Listen = 127.0.0.1
            Ports = %d
            MotdPhrase = Hello
            [Limits]
            MaxConnectionsIP = 0
            MaxJoins = 100
            MaxNickLength = 20
            MaxPenaltyTime = 0
            [Options]
            DNS = no
            Ident = no
            PAM = no
            """
                .formatted(port);
    }

    private static Optional<Path> program() {
        return List.of("/usr/sbin/ngircd", "/usr/local/sbin/ngircd", "/usr/bin/ngircd").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Returns a port that is free now.
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

package org.stoa.conformance.runner;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A homeserver that a start script made, with data of its own, which go when it is closed. It can be ended and started again
/// on the same data. `conformance/README.md` has the contract of start scripts. Not safe for use by several threads, but for
/// [#uri].
public final class StartedServer implements AutoCloseable {
    /// For `/_synapse/admin/v1/register`.
    public static final String SECRET = "conformance";

    /// A script may build its server first.
    private static final Duration READY = Duration.ofMinutes(10);

    private static final Duration STOPPED = Duration.ofMinutes(1);
    private static final Duration ASK_AGAIN = Duration.ofMillis(100);
    private static final int LOG_SHOWN = 6000;

    private final Path script;
    private final Map<String, String> environment;
    private final Path folder;
    private final URI uri;
    private final Thread atExit = new Thread(this::killTree, "stop the server");
    private volatile Process process;

    private StartedServer(Path script, Map<String, String> environment, Path folder)
            throws IOException {
        this.script = script;
        this.environment = Map.copyOf(environment);
        this.folder = folder;
        this.uri = URI.create("http://127.0.0.1:" + freePort());
        this.process = launch();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /// Starts a server for clients only and waits until it is ready.
    public static StartedServer start(Path script) throws IOException, InterruptedException {
        return start(script, Map.of("SERVER_NAME", "conformance.localhost"));
    }

    /// Starts a server and waits until it is ready.
    ///
    /// @param environment what the script gets besides where to listen for clients, its folder, and [#SECRET]
    public static StartedServer start(Path script, Map<String, String> environment)
            throws IOException, InterruptedException {
        StartedServer started =
                new StartedServer(script, environment, Files.createTempDirectory("conformance-"));
        try {
            started.awaitReady();
            return started;
        } catch (IOException | InterruptedException failed) {
            started.killTree();
            throw failed;
        }
    }

    /// A port on which nobody listened just now.
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(script.toAbsolutePath().toString());
        Path data = Files.createDirectories(folder.resolve("data"));
        builder.environment().putAll(environment);
        builder.environment()
                .putAll(
                        Map.of(
                                "CLIENT_LISTEN",
                                uri.getHost() + ":" + uri.getPort(),
                                "DATA_DIR",
                                data.toAbsolutePath().toString(),
                                "REGISTRATION_SHARED_SECRET",
                                SECRET));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        return builder.start();
    }

    /// Everything that the server has written to its outputs.
    public Path log() {
        return folder.resolve("log");
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!answers(http)) {
                if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                    throw new IOException(script + " did not become a server:\n" + endOfLog());
                }
                Thread.sleep(ASK_AGAIN);
            }
        }
    }

    private boolean answers(HttpClient http) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri.resolve("/_matrix/client/versions"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .timeout(Duration.ofSeconds(10))
                        .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String endOfLog() throws IOException {
        byte[] all = Files.readAllBytes(log());
        int from = Math.max(0, all.length - LOG_SHOWN);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    }

    private void killTree() {
        List<ProcessHandle> tree = process.descendants().toList();
        process.destroyForcibly();
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    /// Where its client API is.
    public URI uri() {
        return uri;
    }

    /// Asks the server to end, and waits until it has.
    public void stop() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOPPED.toSeconds(), TimeUnit.SECONDS)) {
                killTree();
                throw new IOException(script + " did not stop after SIGTERM:\n" + endOfLog());
            }
        } catch (InterruptedException interrupted) {
            killTree();
            Thread.currentThread().interrupt();
        }
    }

    /// Ends the server without asking (SIGKILL).
    public void kill() throws InterruptedException {
        killTree();
        process.waitFor();
    }

    /// Starts the server that was ended, with the same data, and waits until it is ready.
    public void startAgain() throws IOException, InterruptedException {
        process = launch();
        awaitReady();
    }

    /// Asks the server to end, and removes its folder.
    @Override
    public void close() throws IOException {
        stop();
        Runtime.getRuntime().removeShutdownHook(atExit);
        delete();
    }

    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

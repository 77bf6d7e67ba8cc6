package org.stoa.bench.homeserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.stoa.bench.federation.Certificates;
import org.stoa.bench.federation.Federation;
import org.stoa.bench.http.Connection;

/// A homeserver that a start script made, in a folder of its own. The script gets `SERVER_NAME`, `CLIENT_LISTEN`, `DATA_DIR`
/// and `REGISTRATION_SHARED_SECRET`, and when it is to meet other servers `FEDERATION_LISTEN`, `TLS_CERT`, `TLS_KEY` and `CA_CERT`; it becomes the server or passes SIGTERM on, and answers `GET /_matrix/client/versions`
/// when it is ready.
public final class StartedTarget implements Target {
    /// A script may build its server first.
    private static final Duration READY = Duration.ofMinutes(10);

    private static final Duration STOPPED = Duration.ofMinutes(2);
    private static final Duration ASK_AGAIN = Duration.ofMillis(20);
    private static final int LOG_SHOWN = 4000;
    private static final String SECRET = "bench-registration";
    private static final String HOST = "127.0.0.1";

    private final Path script;
    private final Path folder;
    private final Map<String, String> environment;
    private final URI uri;
    private final Optional<Federation> federation;
    private final Thread atExit = new Thread(this::killTree, "stop the server");
    private Process process;

    private StartedTarget(
            Path script, Path folder, Map<String, String> environment, boolean federates)
            throws IOException, InterruptedException {
        this.script = script;
        this.folder = folder;
        this.environment = new HashMap<>(environment);
        this.uri = URI.create("http://" + HOST + ":" + freePort());
        this.federation = federates ? Optional.of(federate()) : Optional.empty();
        Runtime.getRuntime().addShutdownHook(atExit);
        this.process = launch();
    }

    /// Starts a server and waits until it is ready.
    ///
    /// @param folder where its data and its log go; it must not have a server's data yet
    /// @param environment more variables for the script
    /// @param federates whether it is to meet other servers
    public static StartedTarget start(
            Path script, Path folder, Map<String, String> environment, boolean federates)
            throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("data"));
        StartedTarget started = new StartedTarget(script, folder, environment, federates);
        try {
            started.awaitReady();
            return started;
        } catch (IOException | InterruptedException failed) {
            started.killTree();
            throw failed;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Its name is its address, so that nobody has to look it up.
    private Federation federate() throws IOException, InterruptedException {
        Certificates certificates = new Certificates(folder.resolve("tls").toAbsolutePath());
        String name = HOST + ":" + freePort();
        environment.put("SERVER_NAME", name);
        environment.put("FEDERATION_LISTEN", name);
        environment.put("TLS_CERT", certificates.certificate().toString());
        environment.put("TLS_KEY", certificates.key().toString());
        environment.put("CA_CERT", certificates.authority().toString());
        return new Federation(name, URI.create("https://" + name), certificates.context());
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(script.toAbsolutePath().toString());
        builder.environment()
                .putAll(
                        Map.of(
                                "SERVER_NAME",
                                "bench.localhost",
                                "CLIENT_LISTEN",
                                uri.getHost() + ":" + uri.getPort(),
                                "DATA_DIR",
                                folder.resolve("data").toAbsolutePath().toString(),
                                "REGISTRATION_SHARED_SECRET",
                                SECRET));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        return builder.start();
    }

    private Path log() {
        return folder.resolve("log");
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException(script + " did not become a server:\n" + endOfLog());
            }
            Thread.sleep(ASK_AGAIN);
        }
    }

    private boolean answers() {
        try (Connection connection = new Connection(uri)) {
            return connection.call("GET", "/_matrix/client/versions", "", "").status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String endOfLog() throws IOException {
        byte[] all = Files.readAllBytes(log());
        int from = Math.max(0, all.length - LOG_SHOWN);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    }

    @Override
    public Optional<Duration> restart() throws IOException, InterruptedException {
        terminate();
        long start = System.nanoTime();
        process = launch();
        awaitReady();
        return Optional.of(Duration.ofNanos(System.nanoTime() - start));
    }

    private void terminate() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(STOPPED.toSeconds(), TimeUnit.SECONDS)) {
            killTree();
            throw new IOException(script + " did not stop after SIGTERM:\n" + endOfLog());
        }
    }

    private void killTree() {
        List<ProcessHandle> tree = process.descendants().toList();
        process.destroyForcibly();
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        terminate();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public Optional<Federation> federation() {
        return federation;
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(process.pid());
    }

    @Override
    public Optional<Path> data() {
        return Optional.of(folder.resolve("data"));
    }

    @Override
    public String registrationSecret() {
        return "";
    }
}

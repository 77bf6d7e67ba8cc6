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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.stoa.bench.federation.Certificates;
import org.stoa.bench.federation.Federation;
import org.stoa.bench.http.Connection;

/// A homeserver that a start script made, in a folder of its own, which is deleted when it stops. The script gets `SERVER_NAME`, `CLIENT_LISTEN`, `DATA_DIR`
/// and `REGISTRATION_SHARED_SECRET`, and when it is to meet other servers `FEDERATION_LISTEN`, `TLS_CERT`, `TLS_KEY` and `CA_CERT`; it becomes the server or passes SIGTERM on, and answers `GET /_matrix/client/versions`
/// when it is ready.
public final class StartedTarget implements Target {
    /// A script may build its server first.
    private static final Duration READY = Duration.ofMinutes(10);

    private static final Duration STOPPED = Duration.ofMinutes(2);

    /// What a script started has to end when the script has, and what is killed ends soon.
    private static final Duration ENDED = Duration.ofSeconds(5);

    private static final Duration ASK_AGAIN = Duration.ofMillis(20);
    private static final int LOG_SHOWN = 4000;
    private static final String SECRET = "bench-registration";
    private static final String HOST = "127.0.0.1";

    private final Path script;
    private final Scratch folder;
    private final Map<String, String> environment;
    private final URI uri;
    private final Optional<Federation> federation;
    private final Thread atExit = new Thread(this::discard, "stop the server");
    private volatile Optional<Process> process = Optional.empty();
    private volatile Processes whenReady = Processes.NONE;
    private boolean isDiscarded;

    private StartedTarget(
            Path script, Scratch folder, Map<String, String> environment, boolean federates)
            throws IOException, InterruptedException {
        this.script = script;
        this.folder = folder;
        this.environment = new HashMap<>(environment);
        this.uri = URI.create("http://" + HOST + ":" + freePort());
        this.federation = federates ? Optional.of(federate()) : Optional.empty();
        try {
            // Before there is anything to end: whoever ends the driver does not wait.
            Runtime.getRuntime().addShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            throw new IOException("the driver is ending", ending);
        }
    }

    /// Starts a server and waits until it is ready.
    ///
    /// @param parent where its folder is made, with its data and its log
    /// @param environment more variables for the script
    /// @param federates whether it is to meet other servers
    public static StartedTarget start(
            Path script, Path parent, Map<String, String> environment, boolean federates)
            throws IOException, InterruptedException {
        Scratch folder = Scratch.in(parent);
        StartedTarget started;
        try {
            Files.createDirectory(folder.resolve("data"));
            started = new StartedTarget(script, folder, environment, federates);
        } catch (IOException | InterruptedException failed) {
            folder.delete();
            throw failed;
        }
        try {
            started.launch();
            started.awaitReady();
            return started;
        } catch (IOException | InterruptedException failed) {
            started.discard();
            started.forget();
            throw failed;
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // The driver ends, and this is at work already.
            return;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Its name is its address, so that nobody has to look it up.
    private Federation federate() throws IOException, InterruptedException {
        Certificates certificates = new Certificates(folder.resolve("tls"));
        String name = HOST + ":" + freePort();
        environment.put("SERVER_NAME", name);
        environment.put("FEDERATION_LISTEN", name);
        environment.put("TLS_CERT", certificates.certificate().toString());
        environment.put("TLS_KEY", certificates.key().toString());
        environment.put("CA_CERT", certificates.authority().toString());
        return new Federation(name, URI.create("https://" + name), certificates.context());
    }

    private synchronized void launch() throws IOException {
        if (isDiscarded) {
            throw new IOException("the driver is ending");
        }
        ProcessBuilder builder = new ProcessBuilder(script.toAbsolutePath().toString());
        builder.environment()
                .putAll(
                        Map.of(
                                "SERVER_NAME",
                                "bench.localhost",
                                "CLIENT_LISTEN",
                                uri.getHost() + ":" + uri.getPort(),
                                "DATA_DIR",
                                folder.resolve("data").toString(),
                                "REGISTRATION_SHARED_SECRET",
                                SECRET));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        process = Optional.of(builder.start());
    }

    private Process process() {
        return process.orElseThrow();
    }

    private Path log() {
        return folder.resolve("log");
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY.toNanos();
        while (!answers()) {
            if (!process().isAlive() || System.nanoTime() > deadline) {
                throw failed("did not become a server");
            }
            Thread.sleep(ASK_AGAIN);
        }
        whenReady = Processes.of(process());
    }

    private boolean answers() {
        try (Connection connection = new Connection(uri)) {
            return connection.call("GET", "/_matrix/client/versions", "", "").status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String endOfLog() throws IOException {
        if (!Files.exists(log())) {
            return "";
        }
        byte[] all = Files.readAllBytes(log());
        int from = Math.max(0, all.length - LOG_SHOWN);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    }

    @Override
    public Optional<Duration> restart() throws IOException, InterruptedException {
        terminate();
        long start = System.nanoTime();
        launch();
        awaitReady();
        return Optional.of(Duration.ofNanos(System.nanoTime() - start));
    }

    private void terminate() throws IOException, InterruptedException {
        Process root = process();
        if (!root.isAlive()) {
            throw failed("ended by itself with exit code " + root.exitValue());
        }
        Processes running = Processes.of(root);
        root.destroy();
        if (!root.waitFor(STOPPED.toSeconds(), TimeUnit.SECONDS)) {
            throw failed("did not stop after SIGTERM");
        }
        if (!running.awaitEnd(ENDED)) {
            running.kill();
            throw failed("left processes behind: it has to become the server, or to wait for it");
        }
    }

    private IOException failed(String what) throws IOException {
        return new IOException(script + " " + what + ":\n" + endOfLog());
    }

    /// Ends everything at once and throws it away. What cannot be deleted stays: another error, or the end of the driver, has
    /// led here.
    private synchronized void discard() {
        isDiscarded = true;
        // Those too whose parent has ended since.
        Processes running = process.map(Processes::of).orElse(Processes.NONE).with(whenReady);
        running.kill();
        try {
            if (running.awaitEnd(ENDED)) {
                folder.delete();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (IOException kept) {
            System.err.println("bench: cannot delete " + folder.path() + ": " + kept);
        }
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        try {
            terminate();
            folder.delete();
        } catch (IOException | InterruptedException failed) {
            discard();
            throw failed;
        } finally {
            forget();
        }
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
        return OptionalLong.of(process().pid());
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

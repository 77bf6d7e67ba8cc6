package org.stoa.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.stoa.boot.Main;
import org.stoa.storage.DatabaseConfig;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;

/// A server as somebody starts it who has just fetched it: a process of its own without a configuration file, named
/// `localhost`, on a free port of the loopback address.
public final class ServerProcess implements AutoCloseable {
    private static final int START_ATTEMPTS = 1200;
    private static final int PAUSE_MILLIS = 25;
    private static final int STOP_SECONDS = 10;

    private final TestDatabase database;
    private final Process process;
    private final Path log;
    private final URI url;

    private ServerProcess(TestDatabase database, Process process, Path log, URI url) {
        this.database = database;
        this.process = process;
        this.log = log;
        this.url = url;
    }

    /// Starts a server with a fresh database, and waits until it answers.
    public static ServerProcess start(TestEngine engine) {
        return start(engine, Map.of());
    }

    /// The same in a folder with these files, by name; `stoa.yaml` is its configuration.
    public static ServerProcess start(TestEngine engine, Map<String, String> files) {
        TestDatabase database = TestDatabase.create(engine);
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(database.folder().resolve(file.getKey()), file.getValue());
            }
            int port = freePort();
            Path log = database.folder().resolve("server.log");
            Process process = launch(database, port, log);
            URI url = URI.create("http://127.0.0.1:" + port);
            ServerProcess server = new ServerProcess(database, process, log, url);
            server.awaitAnswer();
            return server;
        } catch (IOException e) {
            database.close();
            throw new UncheckedIOException(e);
        }
    }

    /// Where clients reach it.
    public URI url() {
        return url;
    }

    /// Ends the process, and deletes what it stored.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }

    private static Process launch(TestDatabase database, int port, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(database.folder().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("STOA_"));
        environment.put("STOA_DATA_DIR", database.folder().resolve("data").toString());
        environment.put("STOA_LISTENERS", "127.0.0.1:" + port);
        if (database.config().location() instanceof DatabaseConfig.Postgres postgres) {
            environment.put("STOA_DATABASE_URL", postgresUrl(postgres));
        }
        return builder.start();
    }

    private static String postgresUrl(DatabaseConfig.Postgres postgres) {
        String place =
                postgres.url().replaceFirst("^jdbc:postgresql://", "").replaceFirst("\\?.*$", "");
        return "postgresql://" + postgres.user() + ":" + postgres.password() + "@" + place;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitAnswer() throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(url.resolve("/_matrix/client/versions"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < START_ATTEMPTS && process.isAlive(); i++) {
                if (answers(http, request)) {
                    return;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String said = Files.readString(log);
        close();
        throw new IOException("the server does not start:\n" + said);
    }

    private static boolean answers(HttpClient http, HttpRequest request)
            throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // Nobody listens there yet.
        }
    }
}

package org.stoa.boot.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.stoa.boot.RunningServer;
import org.stoa.boot.config.Settings;
import org.stoa.boot.config.StoaConfig;
import org.stoa.platform.Platform;
import picocli.CommandLine.Command;

/// `./stoa warm-up`: serves a few thousand requests from an empty folder and ends, so that the JVM sees the classes that a start
/// needs, and how the code runs that is used most, and can put both into its cache. The build runs it.
@Command(
        name = "warm-up",
        hidden = true,
        description = "Serve some requests from an empty folder and end.")
final class WarmUpCommand implements Callable<Integer> {
    private static final List<String> PATHS =
            List.of(
                    "/",
                    "/health",
                    "/_matrix/client/versions",
                    "/_matrix/client/v3/login",
                    "/_matrix/client/v3/sync");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("stoa-warm-up-");
        try {
            serve(folder);
        } finally {
            delete(folder);
        }
        return 0;
    }

    private static void serve(Path folder) throws IOException, InterruptedException {
        Settings settings =
                Settings.of(
                        null,
                        Map.of(),
                        Map.of(
                                "data_dir",
                                folder.resolve("data").toString(),
                                "listeners",
                                "127.0.0.1:0",
                                "rate_limits.enabled",
                                "false"));
        try (RunningServer server =
                        RunningServer.start(StoaConfig.of(settings, folder), Platform.system());
                HttpClient client = HttpClient.newHttpClient()) {
            String url = server.urls().getFirst();
            for (String path : PATHS) {
                client.send(
                        HttpRequest.newBuilder(URI.create(url + path)).build(),
                        BodyHandlers.discarding());
            }
            new WarmUpTalk(client, url).hold();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

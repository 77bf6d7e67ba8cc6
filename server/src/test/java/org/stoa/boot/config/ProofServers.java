package org.stoa.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.stoa.boot.HomeserverConfig;
import org.stoa.boot.RunningServer;
import org.stoa.platform.Platform;
import org.stoa.testing.SocketTransport;
import org.stoa.testing.TestClient;

/// Servers for proofs of keys, each with settings and folders of its own.
final class ProofServers {
    private final Path folder;
    private final AtomicInteger count = new AtomicInteger();

    ProofServers(Path folder) {
        this.folder = folder;
    }

    /// A server that runs.
    record Running(RunningServer server, StoaConfig config, TestClient client)
            implements AutoCloseable {
        @Override
        public void close() {
            server.close();
        }
    }

    /// Where files may be put.
    Path folder() {
        return folder;
    }

    /// A folder that nobody has used.
    Path newFolder(String name) {
        return folder.resolve(name + count.incrementAndGet());
    }

    /// A server with these settings, open and on a port of its own unless they say something else.
    Running with(String... settings) {
        StoaConfig config = config(settings);
        RunningServer server = RunningServer.start(config, Platform.system());
        return new Running(server, config, client(server));
    }

    /// A client of a server on a connection of its own.
    static TestClient client(RunningServer server) {
        return TestClient.anonymous(new SocketTransport(URI.create(server.urls().getFirst())));
    }

    /// What a server with these settings would be made of.
    HomeserverConfig features(String... settings) {
        return FeatureConfigs.homeserver(config(settings), InstantSource.system());
    }

    private StoaConfig config(String... settings) {
        Map<String, String> all = new HashMap<>();
        all.put("data_dir", newFolder("data").toString());
        all.put("listeners", "127.0.0.1:0");
        all.put("registration.mode", "open");
        all.put("passwords.memory_kib", "64");
        all.put("rate_limits.enabled", "false");
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return StoaConfig.of(Settings.of(null, Map.of(), all), folder);
    }

    /// The first cell of what a query finds.
    static String text(String url, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}

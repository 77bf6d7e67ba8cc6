package org.stoa.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import org.stoa.boot.HomeserverConfig;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.DatabaseConfig;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.Answer;
import org.stoa.testing.StoaProcess;
import org.stoa.testing.TestClient;

/// Proofs of the keys that say what is stored, and where.
final class StorageProofs {
    private final ProofServers servers;

    StorageProofs(ProofServers servers) {
        this.servers = servers;
    }

    /// The proofs by their keys.
    Map<String, KeyProof> proofs() {
        return Map.ofEntries(
                Map.entry("account_data.max_size", this::accountDataSize),
                Map.entry("account_data.max_total", this::accountDataTotal),
                Map.entry("account_data.max_entries", this::accountDataEntries),
                Map.entry("database.url", this::databaseUrl),
                Map.entry("database.cache_size", this::cacheSize),
                Map.entry("database.connections", this::connections));
    }

    private void accountDataSize() {
        try (ProofServers.Running with = servers.with();
                ProofServers.Running small = servers.with("account_data.max_size", "4 B")) {
            assertThat(setData(with)).isEqualTo("200");
            assertThat(setData(small)).isEqualTo("413 M_TOO_LARGE");
        }
    }

    private void accountDataTotal() {
        try (ProofServers.Running small = servers.with("account_data.max_total", "4 B")) {
            assertThat(setData(small)).isEqualTo("403 M_RESOURCE_LIMIT_EXCEEDED");
        }
    }

    private void accountDataEntries() {
        try (ProofServers.Running none = servers.with("account_data.max_entries", "0")) {
            assertThat(setData(none)).isEqualTo("403 M_RESOURCE_LIMIT_EXCEEDED");
        }
    }

    private static String setData(ProofServers.Running running) {
        TestClient alice = running.client().register("alice");
        Answer answer =
                alice.put(
                        "/user/{}/account_data/org.example.colour",
                        JsonObject.of("colour", "red"),
                        alice.id());
        return answer.status() == 200 ? "200" : answer.error();
    }

    private void databaseUrl() throws SQLException {
        if (!TestEngine.all().contains(TestEngine.POSTGRES)) {
            return;
        }
        try (TestDatabase database = TestDatabase.create(TestEngine.POSTGRES)) {
            try (ProofServers.Running running =
                    servers.with("database.url", StoaProcess.databaseUrl(database.config()))) {
                running.client().register("alice");
                assertThat(running.config().dataDirectory().resolve("stoa.db")).doesNotExist();
            }
            assertThat(ProofServers.text(database.jdbcUrl(), "SELECT localpart FROM account"))
                    .isEqualTo("alice");
        }
    }

    private void cacheSize() {
        assertThat(servers.features("database.cache_size", "128 MiB").database().cacheBytes())
                .isEqualTo(128L << 20);
    }

    private void connections() {
        HomeserverConfig features =
                servers.features(
                        "database.url", "postgresql://a:b@c/d", "database.connections", "3");

        assertThat(features.database().readers()).isEqualTo(3);
        assertThat(features.database().location())
                .isEqualTo(new DatabaseConfig.Postgres("jdbc:postgresql://c/d", "a", "b"));
    }
}

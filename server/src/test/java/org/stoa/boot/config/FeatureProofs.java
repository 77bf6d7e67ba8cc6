package org.stoa.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;

/// Proofs of the keys that say what users do.
final class FeatureProofs {
    private final ProofServers servers;

    FeatureProofs(ProofServers servers) {
        this.servers = servers;
    }

    /// The proofs by their keys.
    Map<String, KeyProof> proofs() {
        return Map.ofEntries(
                Map.entry("rooms.default_version", this::defaultRoomVersion),
                Map.entry("redactions.keep", this::redactionsKept),
                Map.entry("user_directory.search_all_users", this::searchAllUsers),
                Map.entry("presence.enabled", this::presence),
                Map.entry("presence.idle_after", this::presenceIdleAfter),
                Map.entry("presence.offline_after", this::presenceOfflineAfter),
                Map.entry("presence.max_room_members", this::presenceMaxRoomMembers),
                Map.entry("notices.user", this::notices),
                Map.entry("search.enabled", this::search),
                Map.entry("turn.uris", this::turn),
                Map.entry("turn.shared_secret", this::turn),
                Map.entry("turn.lifetime", this::turn));
    }

    private void defaultRoomVersion() {
        try (ProofServers.Running running = servers.with("rooms.default_version", "10")) {
            TestClient alice = running.client().register("alice");

            assertThat(alice.state(alice.createRoom(), "m.room.create", "").string("room_version"))
                    .hasValue("10");
            assertThat(alice.get("/capabilities").ok().toString()).contains("\"default\":\"10\"");
        }
    }

    private void redactionsKept() {
        assertThat(servers.features("redactions.keep", "7 days").rooms().redactionsKept())
                .isEqualTo(Duration.ofDays(7));
    }

    private void searchAllUsers() {
        try (ProofServers.Running without = servers.with();
                ProofServers.Running running =
                        servers.with("user_directory.search_all_users", "true")) {
            assertThat(foundStrangers(without)).isEmpty();
            assertThat(foundStrangers(running)).hasSize(1);
        }
    }

    private static List<JsonObject> foundStrangers(ProofServers.Running running) {
        running.client().register("stranger");
        return running.client()
                .register("alice")
                .post("/user_directory/search", JsonObject.of("search_term", "stranger"))
                .objects("results");
    }

    private void presence() {
        try (ProofServers.Running with = servers.with();
                ProofServers.Running without = servers.with("presence.enabled", "false")) {
            assertThat(presenceOfWhoIsThere(with)).isEqualTo("online");
            assertThat(presenceOfWhoIsThere(without)).isEqualTo("offline");
        }
    }

    private void presenceIdleAfter() {
        try (ProofServers.Running atOnce = servers.with("presence.idle_after", "0")) {
            assertThat(presenceOfWhoIsThere(atOnce)).isEqualTo("unavailable");
        }
    }

    private void presenceOfflineAfter() {
        try (ProofServers.Running atOnce = servers.with("presence.offline_after", "0")) {
            assertThat(presenceOfWhoIsThere(atOnce)).isEqualTo("offline");
        }
    }

    private void presenceMaxRoomMembers() {
        try (ProofServers.Running with = servers.with();
                ProofServers.Running without = servers.with("presence.max_room_members", "1")) {
            assertThat(isTold(with)).isTrue();
            assertThat(isTold(without)).isFalse();
        }
    }

    private static boolean isTold(ProofServers.Running running) {
        TestClient alice = running.client().register("alice");
        TestClient bob = running.client().register("bob");
        alice.createRoomWith(bob);
        alice.put("/presence/{}/status", JsonObject.of("presence", "online"), alice.id()).ok();
        return bob.get("/sync").ok().has("presence");
    }

    private static String presenceOfWhoIsThere(ProofServers.Running running) {
        TestClient alice = running.client().register("alice");
        alice.put("/presence/{}/status", JsonObject.of("presence", "online"), alice.id()).ok();
        return alice.get("/presence/{}/status", alice.id()).string("presence");
    }

    private void notices() {
        try (ProofServers.Running running = servers.with("notices.user", "notices")) {
            assertThat(running.client().get("/register/available?username=notices").error())
                    .isEqualTo("400 M_USER_IN_USE");
        }
    }

    private void search() {
        JsonObject request =
                TestClient.json("{'search_categories': {'room_events': {'search_term': 'a'}}}");
        try (ProofServers.Running on = servers.with();
                ProofServers.Running off = servers.with("search.enabled", "false")) {
            on.client().register("alice").post("/search", request).ok();
            assertThat(on.config().dataDirectory().resolve("search")).exists();
            assertThat(off.client().register("alice").post("/search", request).error())
                    .isEqualTo("404 M_UNRECOGNIZED");
        }
    }

    private void turn() {
        try (ProofServers.Running without = servers.with();
                ProofServers.Running running =
                        servers.with(
                                "turn.uris", "turn:turn.example.org?transport=udp",
                                "turn.shared_secret", "north",
                                "turn.lifetime", "90 seconds")) {
            assertThat(without.client().register("alice").get("/voip/turnServer").error())
                    .isEqualTo("404 M_NOT_FOUND");
            JsonObject turn = running.client().register("alice").get("/voip/turnServer").ok();
            assertThat(turn.integer("ttl")).hasValue(90);
            assertThat(turn.array("uris").orElseThrow().strings())
                    .containsExactly("turn:turn.example.org?transport=udp");
            assertThat(turn.string("password")).isPresent();
        }
    }
}

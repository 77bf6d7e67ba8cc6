package org.stoa.rooms.persist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.boot.HomeserverConfig;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.Database;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

final class KeptRedactionsTest {
    private static HomeserverConfig forAWeek(HomeserverConfig config) {
        return new HomeserverConfig(
                config.database(),
                config.http(),
                config.accounts(),
                config.rooms().withRedactionsKept(Duration.ofDays(7)));
    }

    private static void sayAndRedact(TestClient alice) {
        String room = alice.createRoom();
        String event = alice.say(room, "regretted");
        alice.put("/rooms/{}/redact/{}/1", JsonObject.EMPTY, room, event).ok();
    }

    private static List<String> kept(TestServer server) {
        Database database = server.homeserver().database();
        return database.read(
                tx ->
                        tx.list(
                                "SELECT dictionary, client FROM redacted_json",
                                row ->
                                        new String(
                                                database.eventBytes()
                                                        .unpack(row.number(1), row.bytes(2)),
                                                StandardCharsets.UTF_8)));
    }

    @EachEngine
    void redacted_whenKept_isThereUntilItsTimeIsOver(TestDatabase database) {
        try (TestServer server = TestServer.start(database, KeptRedactionsTest::forAWeek)) {
            sayAndRedact(server.register("alice"));

            server.time().advance(Duration.ofDays(6));
            server.homeserver().database().scheduler().runDue();
            assertThat(kept(server))
                    .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                    .contains("regretted");

            server.time().advance(Duration.ofDays(2));
            while (!kept(server).isEmpty()) {
                server.homeserver().database().scheduler().runDue();
            }
        }
    }

    @Test
    void redacted_byDefault_isGone() {
        try (TestServer server = TestServer.start()) {
            sayAndRedact(server.register("alice"));

            assertThat(kept(server)).isEmpty();
        }
    }
}

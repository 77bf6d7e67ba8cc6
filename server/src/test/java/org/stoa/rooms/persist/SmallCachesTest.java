package org.stoa.rooms.persist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.stoa.boot.HomeserverConfig;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.RoomsConfig;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// With caches that keep nothing, all that is needed of an event on its way to the commit is held all the same.
final class SmallCachesTest {
    private static final int WORKERS = 8;
    private static final int EACH = 10;

    @Test
    void roomsAndMessages_withCachesThatKeepNothing_areMadeAndRead() throws Exception {
        try (TestServer server = TestServer.start(SmallCachesTest::withoutCaches);
                ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<JsonObject>>> read = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                TestClient user = server.register("user" + i);
                read.add(workers.submit(() -> messages(user, roomWithMessages(user))));
            }

            for (Future<List<JsonObject>> messages : read) {
                assertThat(messages.get()).hasSize(EACH);
            }
        }
    }

    private static HomeserverConfig withoutCaches(HomeserverConfig config) {
        RoomsConfig rooms = config.rooms();
        return new HomeserverConfig(
                config.database(),
                config.http(),
                config.accounts(),
                new RoomsConfig(
                        rooms.serverName(),
                        rooms.defaultVersion(),
                        1,
                        0,
                        0,
                        0,
                        Duration.ZERO,
                        null));
    }

    private static String roomWithMessages(TestClient user) {
        String room = user.createRoom();
        for (int i = 0; i < EACH; i++) {
            user.say(room, "hello " + i);
        }
        return room;
    }

    private static List<JsonObject> messages(TestClient user, String room) {
        return user.get("/rooms/{}/messages?dir=b&limit=100", room).objects("chunk").stream()
                .filter(event -> event.string("type").orElseThrow().equals("m.room.message"))
                .toList();
    }
}

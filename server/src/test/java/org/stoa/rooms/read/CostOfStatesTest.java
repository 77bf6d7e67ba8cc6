package org.stoa.rooms.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.stoa.boot.HomeserverConfig;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.SqlWatch;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Reading a large state, of which nothing is in memory, takes as many look-ups of state keys as reading a small one.
final class CostOfStatesTest {
    private static final int FEW = 3;
    private static final int MANY = 90;
    private static final String LAZY = "{\"lazy_load_members\":true}";

    /// Counts the statements that look up state keys.
    private static final class LookUps implements SqlWatch {
        private final AtomicInteger made = new AtomicInteger();

        @Override
        public void runs(String sql, @Nullable Object[] parameters) {
            if (sql.contains("FROM state_key")) {
                made.incrementAndGet();
            }
        }

        int during(Runnable action) {
            int before = made.get();
            action.run();
            return made.get() - before;
        }
    }

    @EachEngine
    void oldState_ofAnySize_takesAsManyLookUps(TestDatabase few) {
        try (TestDatabase many = TestDatabase.create(few.engine())) {
            Map<String, Integer> small = cost(few, FEW);
            Map<String, Integer> large = cost(many, MANY);

            assertThat(large).isEqualTo(small).hasSize(4);
        }
    }

    private static Map<String, Integer> cost(TestDatabase database, int states) {
        LookUps lookUps = new LookUps();
        try (TestServer server = TestServer.start(database, config -> watched(config, lookUps))) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom(JsonObject.of("initial_state", initialState(states)));
            String event = alice.say(room, "then");
            String at = alice.sync().string("next_batch").orElseThrow();
            alice.setState(room, "m.room.topic", "", JsonObject.of("topic", "now"));
            Map<String, Runnable> requests =
                    Map.of(
                            "members",
                            () -> alice.get("/rooms/{}/members", room).ok(),
                            "members then",
                            () -> alice.get("/rooms/{}/members?at={}", room, at).ok(),
                            "joined members",
                            () -> alice.get("/rooms/{}/joined_members", room).ok(),
                            "context",
                            () ->
                                    alice.get("/rooms/{}/context/{}?filter={}", room, event, LAZY)
                                            .ok());
            Map<String, Integer> costs = new HashMap<>();
            requests.forEach(
                    (name, request) -> {
                        server.restart();
                        costs.put(name, lookUps.during(request));
                    });
            return costs;
        }
    }

    private static JsonArray initialState(int states) {
        List<JsonObject> events = new ArrayList<>();
        for (int i = 0; i < states; i++) {
            events.add(
                    JsonObject.of(
                            "type",
                            "org.example.thing",
                            "state_key",
                            "key" + i,
                            "content",
                            JsonObject.of("number", i)));
        }
        return JsonArray.of(events);
    }

    private static HomeserverConfig watched(HomeserverConfig config, SqlWatch watch) {
        return new HomeserverConfig(
                config.database().withWatch(watch),
                config.http(),
                config.accounts(),
                config.rooms());
    }
}

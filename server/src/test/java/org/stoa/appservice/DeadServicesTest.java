package org.stoa.appservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.stoa.boot.HomeserverConfig;
import org.stoa.boot.control.ControlCommands;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.SqlWatch;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ScriptedService;
import org.stoa.testing.ScriptedService.Heard;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestRegistrations;
import org.stoa.testing.TestServer;

/// What ten services that are interested in everything cost while they are dead, and when they come back together.
@ParameterizedClass
@MethodSource("org.stoa.storage.testing.TestEngine#all")
final class DeadServicesTest {
    private static final int SERVICES = 10;

    /// The one that tells other servers follows the commits as long as the server runs.
    private static final int FOLLOWERS_OF_FEDERATION = 1;

    private final WatchedReads statements = new WatchedReads();
    private final TestDatabase database;
    private final ScriptedService services = ScriptedService.start();
    private final TestServer server;
    private final TestClient alice;

    DeadServicesTest(TestEngine engine) {
        services.stop();
        database = TestDatabase.create(engine);
        server = TestServer.start(database, this::config);
        alice = server.register("alice");
    }

    private HomeserverConfig config(HomeserverConfig defaults) {
        return new HomeserverConfig(
                        defaults.database().withWatch(statements),
                        defaults.http(),
                        defaults.accounts(),
                        defaults.rooms())
                .withAppServices(
                        TestRegistrations.of(
                                IntStream.range(0, SERVICES)
                                        .mapToObj(this::registration)
                                        .toArray(String[]::new)));
    }

    private String registration(int number) {
        return """
                id: dead%d
                url: %s
                as_token: as-%d
                hs_token: hs-%d
                sender_localpart: dead%d
                receive_ephemeral: true
                namespaces:
                  users: [{exclusive: false, regex: "@.*"}]
                  rooms: [{exclusive: false, regex: "!.*"}]
                  aliases: []
                """
                .formatted(number, services.url(), number, number, number);
    }

    @AfterEach
    void stop() {
        statements.letGo();
        server.close();
        database.close();
        services.close();
    }

    @Test
    void events_whileServicesAreDead_costNothingForThem() {
        String room = roomThatKilledThem();
        statements.forget();

        for (int i = 0; i < 50; i++) {
            String event = alice.say(room, "while dead " + i);
            alice.post("/rooms/{}/receipt/m.read/{}", JsonObject.EMPTY, room, event).ok();
            alice.put(
                            "/rooms/{}/typing/{}",
                            JsonObject.of("typing", i % 2 == 0, "timeout", 30_000),
                            room,
                            alice.id())
                    .ok();
        }

        assertThat(statements.seen()).isEmpty();
        assertThat(followersOfServices()).isZero();
    }

    @Test
    void tries_ofDeadServices_readAndWriteNothingAndTheBacklogIsRight() {
        String room = roomThatKilledThem();
        List<Long> before = backlogs();
        for (int i = 0; i < 50; i++) {
            alice.say(room, "while dead " + i);
        }
        statements.forget();

        advanceUntil(() -> failures().allMatch(count -> count >= 5));

        assertThat(statements.seen()).isEmpty();
        assertThat(backlogs()).isEqualTo(before.stream().map(waiting -> waiting + 50).toList());
    }

    @Test
    void services_thatComeBackTogether_hearOfEverythingInOrderAndLeaveConnectionsToPeople()
            throws Exception {
        String room = roomThatKilledThem();
        for (int i = 0; i < 150; i++) {
            alice.say(room, "while dead " + i);
        }
        statements.hold();
        services.comeBack();
        advanceUntil(() -> byService().size() == SERVICES && statements.inside() == 2);

        CompletableFuture<Integer> read =
                CompletableFuture.supplyAsync(
                        () -> alice.get("/rooms/{}/messages?dir=b&limit=5", room).status());
        assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(200);
        statements.letGo();

        // The clock stands from here on: each commit wakes them again.
        for (int i = 150; i < 155; i++) {
            String message = "while dead " + i;
            alice.say(room, message);
            ScriptedService.await(
                    () -> byService().values().stream().allMatch(each -> each.contains(message)));
        }
        assertThat(statements.mostInside()).isEqualTo(2);
        assertThat(followersOfServices()).isEqualTo(1);
        List<String> sent =
                Stream.concat(
                                Stream.of("killing"),
                                IntStream.range(0, 155).mapToObj(i -> "while dead " + i))
                        .toList();
        assertThat(byService().values()).allSatisfy(heard -> assertThat(heard).isEqualTo(sent));
    }

    @Test
    void backlog_thatIsNotInMemory_isReadManyEventsAtATime() {
        String room = roomThatKilledThem();
        for (int i = 0; i < 150; i++) {
            alice.say(room, "while dead " + i);
        }
        server.restart();
        int before = statements.singleEvents();

        services.comeBack();
        advanceUntil(
                () ->
                        byService().size() == SERVICES
                                && byService().values().stream()
                                        .allMatch(each -> each.contains("while dead 149")));

        assertThat(statements.singleEvents() - before).isLessThan(20);
    }

    @Test
    void preparing_thatFailedOnce_isNoFailureAnyMoreWhenThereIsNothingToTell() {
        server.homeserver()
                .appServices()
                .replace(TestRegistrations.of(TestRegistrations.irc(services.url())));
        String room = alice.createRoom();
        statements.failOnce();
        alice.say(room, "of no concern");
        ScriptedService.await(() -> failures().allMatch(count -> count == 1));

        advanceUntil(() -> failures().allMatch(count -> count == 0));
        assertThat(listed()).noneMatch(each -> each.has("reason"));
    }

    /// A room with a message; each service was told of it in vain, once, and nobody follows for them any more.
    private String roomThatKilledThem() {
        String room = alice.createRoom();
        alice.say(room, "killing");
        ScriptedService.await(() -> failures().allMatch(count -> count == 1));
        // The next commit tells who wakes them that nobody listens.
        alice.createRoom();
        ScriptedService.await(() -> followersOfServices() == 0);
        return room;
    }

    private int followersOfServices() {
        return server.homeserver().changes().followers() - FOLLOWERS_OF_FEDERATION;
    }

    private void advanceUntil(BooleanSupplier condition) {
        ScriptedService.await(
                () -> {
                    server.time().advance(Duration.ofMinutes(5));
                    return condition.getAsBoolean();
                });
    }

    private Stream<Long> failures() {
        return listed().stream().map(each -> each.integer("failures").orElseThrow());
    }

    private List<Long> backlogs() {
        return listed().stream().map(each -> each.integer("backlog").orElseThrow()).toList();
    }

    private List<JsonObject> listed() {
        return ControlCommands.of(server.homeserver())
                .handle(JsonObject.of("command", "appservice.list"))
                .array("services")
                .orElseThrow()
                .objects();
    }

    /// The messages that each service took, by its token.
    private Map<String, List<String>> byService() {
        return services.transactions().stream()
                .collect(
                        Collectors.groupingBy(
                                heard -> heard.token().orElseThrow(),
                                Collectors.flatMapping(
                                        DeadServicesTest::messages, Collectors.toList())));
    }

    private static Stream<String> messages(Heard heard) {
        return heard.events().stream()
                .filter(event -> event.string("type").orElseThrow().equals("m.room.message"))
                .map(event -> event.object("content").orElseThrow().string("body").orElseThrow());
    }

    /// Watches what couriers read and write, and holds them up where they begin to read.
    private static final class WatchedReads implements SqlWatch {
        private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger mostInside = new AtomicInteger();
        private final AtomicInteger singleEvents = new AtomicInteger();
        private final AtomicBoolean fails = new AtomicBoolean();
        private volatile CountDownLatch gate = new CountDownLatch(0);

        @Override
        public void runs(String sql, @Nullable Object[] parameters) {
            boolean isStream = sql.contains("SELECT pos, event, room, sender, type, state_key");
            if (isStream || sql.contains("app_service ")) {
                seen.add(sql);
            }
            if (sql.contains("WHERE e.event = ?")) {
                singleEvents.incrementAndGet();
            }
            if (isStream) {
                beginToRead();
            }
        }

        private void beginToRead() {
            if (fails.getAndSet(false)) {
                throw new IllegalStateException("as the test wishes");
            }
            mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                inside.decrementAndGet();
            }
        }

        List<String> seen() {
            return List.copyOf(seen);
        }

        void forget() {
            seen.clear();
        }

        void failOnce() {
            fails.set(true);
        }

        void hold() {
            mostInside.set(0);
            gate = new CountDownLatch(1);
        }

        void letGo() {
            gate.countDown();
        }

        /// How many events were read by a statement of their own.
        int singleEvents() {
            return singleEvents.get();
        }

        int inside() {
            return inside.get();
        }

        int mostInside() {
            return mostInside.get();
        }
    }
}

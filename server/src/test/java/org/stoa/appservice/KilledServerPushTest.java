package org.stoa.appservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Chat;
import org.stoa.testing.ScriptedService;
import org.stoa.testing.ScriptedService.Heard;
import org.stoa.testing.ScriptedService.Reply;
import org.stoa.testing.Sender;
import org.stoa.testing.StoaProcess;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestRegistrations;

/// A server and a service that are killed again and again, at random, while many send: the service hears of every event, in
/// order, and a transaction id always stands for the same content.
///
/// A few rounds in a usual run; `-Dstoa.test.kill.seconds=120` goes on for two minutes on each engine, each time with another
/// seed. `-Dstoa.test.kill.seed=SEED` has the kills of a seed that was printed again, but for the timing of threads.
final class KilledServerPushTest {
    private static final int ROUNDS = 4;
    private static final int SECONDS = Integer.getInteger("stoa.test.kill.seconds", 0);
    private static final long SEED =
            Long.getLong("stoa.test.kill.seed", SECONDS == 0 ? 17 : System.nanoTime() % 1_000_000);
    private static final int SENDERS = 6;
    private static final int MAX_SENDS_IN_A_ROUND = 300;
    private static final String GHOST = "@irc_bob:localhost";

    private final Random random = new Random(SEED);
    private final long begin = System.nanoTime();
    private int rounds;

    @EachEngine
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void service_whenBothAreKilledUnderLoad_hearsEverythingInOrder(TestDatabase database)
            throws Exception {
        Path data = database.folder().resolve("data");
        try (ScriptedService service = ScriptedService.start(heard -> unreliable())) {
            Path registration =
                    Files.writeString(
                            database.folder().resolve("irc.yaml"),
                            TestRegistrations.irc(service.url()));
            List<Sender> senders = new ArrayList<>();
            while (goesOn()) {
                try (StoaProcess server = start(database, data, registration)) {
                    if (rounds++ == 0) {
                        senders.addAll(join(server));
                    }
                    killBoth(server, senders, service);
                }
            }
            try (StoaProcess server = start(database, data, registration)) {
                senders.parallelStream().forEach(sender -> sender.retryAll(server));
                service.answer(heard -> ScriptedService.OK);
                List<String> sent = withoutBefore(senders.getFirst().messages(server));
                bridge(server).get("/account/whoami").ok();
                ScriptedService.await(() -> heardMessages(service).containsAll(sent));

                report(sent, service);
                assertThat(List.copyOf(heardMessages(service))).isEqualTo(sent);
                assertThat(contentsById(service).values()).allMatch(contents -> contents == 1);
            }
        }
    }

    private boolean goesOn() {
        return SECONDS == 0
                ? rounds < ROUNDS
                : System.nanoTime() - begin < Duration.ofSeconds(SECONDS).toNanos();
    }

    private void report(List<String> sent, ScriptedService service) {
        System.out.printf(
                "seed %d: %d rounds, %d messages, %d transactions, sent %d times%n",
                SEED,
                rounds,
                sent.size(),
                contentsById(service).size(),
                service.transactions().size());
    }

    /// Mostly it takes what comes; sometimes it fails before it has, sometimes after.
    private Reply unreliable() {
        int chance;
        synchronized (random) {
            chance = random.nextInt(10);
        }
        return switch (chance) {
            case 0 -> new Reply(500, "{}");
            case 1 -> new Reply(200, "<html>");
            default -> ScriptedService.OK;
        };
    }

    private static StoaProcess start(TestDatabase database, Path data, Path registration)
            throws IOException {
        return StoaProcess.server(data)
                .on(database.config())
                .set("app_service_config_files", registration.toString())
                .serve();
    }

    private static TestClient bridge(StoaProcess server) {
        return server.client()
                .as(
                        JsonObject.of(
                                "user_id", "@ircbot:localhost",
                                "access_token", TestRegistrations.AS_TOKEN,
                                "device_id", "none"));
    }

    private static List<Sender> join(StoaProcess server) {
        Chat shared = Chat.begin(server, "owner");
        shared.client(server)
                .put(
                        "/rooms/{}/state/m.room.join_rules/",
                        TestClient.json("{'join_rule': 'public'}"),
                        shared.room())
                .ok();
        bridge(server)
                .post(
                        "/register",
                        TestClient.json(
                                "{'type': 'm.login.application_service', 'username': 'irc_bob', 'inhibit_login': true}"))
                .ok();
        bridge(server).post("/join/{}?user_id={}", JsonObject.EMPTY, shared.room(), GHOST).ok();
        List<Sender> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(Sender.into(shared.room(), server, "sender" + i));
        }
        return senders;
    }

    /// The service is killed and comes back twice, and the server is killed, each after so many messages that chance says.
    /// The second time the service comes back after the server's end, or before it.
    private void killBoth(StoaProcess server, List<Sender> senders, ScriptedService service)
            throws InterruptedException {
        Milestones milestones = new Milestones(random.ints(5, 1, MAX_SENDS_IN_A_ROUND).sorted());
        List<Thread> threads = new ArrayList<>();
        for (Sender sender : senders) {
            threads.add(Thread.ofVirtual().start(() -> sender.sendUntilCutOff(server, milestones)));
        }
        milestones.await(0);
        service.stop();
        milestones.await(1);
        service.comeBack();
        milestones.await(2);
        service.stop();
        boolean isBackBefore = random.nextBoolean();
        if (isBackBefore) {
            milestones.await(3);
            service.comeBack();
        }
        milestones.await(4);
        server.kill();
        for (Thread thread : threads) {
            thread.join();
        }
        if (!isBackBefore) {
            service.comeBack();
        }
    }

    /// Lets others wait until so many were counted.
    private static final class Milestones extends CountDownLatch {
        private final List<CountDownLatch> latches;

        Milestones(IntStream counts) {
            super(1);
            latches = counts.mapToObj(CountDownLatch::new).toList();
        }

        @Override
        public void countDown() {
            latches.forEach(CountDownLatch::countDown);
        }

        void await(int number) throws InterruptedException {
            latches.get(number).await();
        }
    }

    /// Three messages are older than the ghost's time in the room.
    private static List<String> withoutBefore(List<String> messages) {
        return messages.subList(3, messages.size());
    }

    /// The ids of the messages that came, in the order in which they came first.
    private static Set<String> heardMessages(ScriptedService service) {
        return service.events().stream()
                .filter(event -> event.string("type").equals(Optional.of("m.room.message")))
                .map(event -> event.string("event_id").orElseThrow())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Map<String, Long> contentsById(ScriptedService service) {
        return service.transactions().stream()
                .collect(
                        Collectors.groupingBy(
                                Heard::transactionId,
                                Collectors.collectingAndThen(
                                        Collectors.mapping(Heard::body, Collectors.toSet()),
                                        bodies -> (long) bodies.size())));
    }
}

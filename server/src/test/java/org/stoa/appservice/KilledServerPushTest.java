package org.stoa.appservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
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

/// A server and a service that are killed again and again while many send: the service hears of every event, in order, and a
/// transaction id always stands for the same content.
final class KilledServerPushTest {
    private static final int ROUNDS = Integer.getInteger("stoa.test.kill.rounds", 4);
    private static final int SENDERS = 6;
    private static final int MAX_SENDS_IN_A_ROUND = 300;
    private static final String GHOST = "@irc_bob:localhost";

    private final Random random = new Random(17);

    @EachEngine
    void service_whenBothAreKilledUnderLoad_hearsEverythingInOrder(TestDatabase database)
            throws Exception {
        Path data = database.folder().resolve("data");
        try (ScriptedService service = ScriptedService.start(heard -> unreliable())) {
            Path registration =
                    Files.writeString(
                            database.folder().resolve("irc.yaml"),
                            TestRegistrations.irc(service.url()));
            List<Sender> senders = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                try (StoaProcess server = start(database, data, registration)) {
                    if (round == 0) {
                        senders.addAll(join(server));
                    }
                    killBothAfter(
                            1 + random.nextInt(MAX_SENDS_IN_A_ROUND), server, senders, service);
                }
            }
            try (StoaProcess server = start(database, data, registration)) {
                senders.forEach(sender -> sender.retryAll(server));
                service.answer(heard -> ScriptedService.OK);
                List<String> sent = withoutBefore(senders.getFirst().messages(server));
                bridge(server).get("/account/whoami").ok();
                ScriptedService.await(() -> heardMessages(service).containsAll(sent));

                assertThat(heardMessages(service).stream().distinct().toList()).isEqualTo(sent);
                assertThat(contentsById(service).values()).allMatch(contents -> contents == 1);
            }
        }
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

    private void killBothAfter(
            int acknowledged, StoaProcess server, List<Sender> senders, ScriptedService service)
            throws InterruptedException {
        CountDownLatch half = new CountDownLatch(acknowledged / 2 + 1);
        CountDownLatch enough = new CountDownLatch(acknowledged + 1);
        List<Thread> threads = new ArrayList<>();
        for (Sender sender : senders) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> sender.sendUntilCutOff(server, new Both(half, enough))));
        }
        half.await();
        service.stop();
        service.comeBack();
        enough.await();
        server.kill();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /// Counts two latches down.
    private static final class Both extends CountDownLatch {
        private final CountDownLatch first;
        private final CountDownLatch second;

        Both(CountDownLatch first, CountDownLatch second) {
            super(1);
            this.first = first;
            this.second = second;
        }

        @Override
        public void countDown() {
            first.countDown();
            second.countDown();
        }
    }

    /// Three messages are older than the ghost's time in the room.
    private static List<String> withoutBefore(List<String> messages) {
        return messages.subList(3, messages.size());
    }

    /// The ids of the messages that came, each as often as it came.
    private static List<String> heardMessages(ScriptedService service) {
        return service.events().stream()
                .filter(event -> event.string("type").equals(Optional.of("m.room.message")))
                .map(event -> event.string("event_id").orElseThrow())
                .toList();
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

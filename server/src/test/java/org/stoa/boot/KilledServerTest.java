package org.stoa.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Chat;
import org.stoa.testing.Sender;
import org.stoa.testing.StoaProcess;
import org.stoa.testing.TestClient;

/// A server that is killed while many send keeps what it acknowledged, once and in order, and knows the transactions.
final class KilledServerTest {
    private static final int ROUNDS = 4;
    private static final int SENDERS = 8;
    private static final int MAX_SENDS_BEFORE_THE_END = 400;

    @EachEngine
    void server_killedUnderLoad_keepsWhatItAcknowledged(TestDatabase database) throws Exception {
        Random random = new Random(11);
        Path data = database.folder().resolve("data");
        List<Sender> senders = Collections.synchronizedList(new ArrayList<>());
        for (int round = 0; round < ROUNDS; round++) {
            try (StoaProcess server = start(database, data)) {
                if (round == 0) {
                    senders.addAll(join(server));
                }
                check(server, senders);
                killAfter(server, senders, 1 + random.nextInt(MAX_SENDS_BEFORE_THE_END));
            }
        }
        try (StoaProcess server = start(database, data)) {
            check(server, senders);
        }
    }

    private static StoaProcess start(TestDatabase database, Path data) {
        return StoaProcess.server(data).on(database.config()).serve();
    }

    /// Half of them share a room, the others have one each.
    private static List<Sender> join(StoaProcess server) {
        Chat shared = Chat.begin(server, "owner");
        shared.client(server)
                .put(
                        "/rooms/{}/state/m.room.join_rules/",
                        TestClient.json("{'join_rule': 'public'}"),
                        shared.room())
                .ok();
        List<Sender> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(
                    i % 2 == 0
                            ? Sender.into(shared.room(), server, "sender" + i)
                            : Sender.intoOwnRoom(server, "sender" + i));
        }
        return senders;
    }

    private static void killAfter(StoaProcess server, List<Sender> senders, int acknowledged)
            throws InterruptedException {
        CountDownLatch enough = new CountDownLatch(acknowledged);
        List<Thread> threads = new ArrayList<>();
        for (Sender sender : senders) {
            threads.add(Thread.ofVirtual().start(() -> sender.sendUntilCutOff(server, enough)));
        }
        enough.await();
        server.kill();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void check(StoaProcess server, List<Sender> senders) {
        Map<String, List<String>> before = messages(server, senders);
        for (Sender sender : senders) {
            List<String> found = before.getOrDefault(sender.room(), List.of());
            assertThat(found).doesNotHaveDuplicates();
            assertThat(found.stream().filter(sender::sent).toList())
                    .isEqualTo(List.copyOf(sender.acknowledged().values()));
            sender.retryAll(server);
        }
        Map<String, List<String>> after = messages(server, senders);
        for (Sender sender : senders) {
            List<String> found = after.getOrDefault(sender.room(), List.of());
            assertThat(found).doesNotHaveDuplicates();
            assertThat(found.stream().filter(sender::sent).toList())
                    .isEqualTo(List.copyOf(sender.acknowledged().values()));
        }
        assertThat(sizes(after)).isEqualTo(expectedSizes(senders));
    }

    private static Map<String, List<String>> messages(StoaProcess server, List<Sender> senders) {
        Map<String, List<String>> messages = new LinkedHashMap<>();
        for (Sender sender : senders) {
            messages.computeIfAbsent(sender.room(), room -> sender.messages(server));
        }
        return messages;
    }

    private static Map<String, Integer> sizes(Map<String, List<String>> messages) {
        Map<String, Integer> sizes = new HashMap<>();
        messages.forEach((room, events) -> sizes.put(room, events.size()));
        return sizes;
    }

    /// After the retries nothing is in a room that was not acknowledged, but for the three messages of the shared one.
    private static Map<String, Integer> expectedSizes(List<Sender> senders) {
        Map<String, Integer> sizes = new HashMap<>();
        for (Sender sender : senders) {
            sizes.merge(sender.room(), sender.acknowledged().size(), Integer::sum);
        }
        sizes.merge(senders.getFirst().room(), 3, Integer::sum);
        return sizes;
    }
}

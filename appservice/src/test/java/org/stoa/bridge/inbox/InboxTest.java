package org.stoa.bridge.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.bridge.client.Call;
import org.stoa.bridge.store.Journal;
import org.stoa.bridge.testing.Awaiting;
import org.stoa.bridge.testing.TestService;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

class InboxTest {

    @TempDir Path folder;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @Test
    void transaction_thatComesAgain_isHeardOnce() throws IOException {
        try (Journal journal = journal();
                Inbox inbox = new Inbox(journal, (event, _) -> heard.add(event.id()))) {
            inbox.start();

            inbox.receive("a", List.of(event(1), event(2)), List.of());
            inbox.receive("a", List.of(event(1), event(2)), List.of());
            inbox.receive("b", List.of(event(3)), List.of());

            Awaiting.until("all", () -> heard.size() >= 3);
            assertThat(heard).containsExactly("$1", "$2", "$3");
        }
    }

    @Test
    void transaction_thatComesAgainAfterARestart_isHeardOnce() throws IOException {
        try (Journal journal = journal();
                Inbox inbox = new Inbox(journal, (event, _) -> heard.add(event.id()))) {
            inbox.start();
            inbox.receive("a", List.of(event(1)), List.of());
            Awaiting.until("the first", () -> heard.size() == 1);
        }

        try (Journal journal = journal();
                Inbox inbox = new Inbox(journal, (event, _) -> heard.add(event.id()))) {
            inbox.start();
            inbox.receive("a", List.of(event(1)), List.of());
            inbox.receive("b", List.of(event(2)), List.of());
            Awaiting.until("the second", () -> heard.size() >= 2);
        }

        assertThat(heard).containsExactly("$1", "$2");
    }

    @Test
    void event_whoseHandlerWasStopped_comesAgainAndTheOnesBeforeDoNot() throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        try (TestService test = new TestService(folder)) {
            test.service()
                    .start(
                            (event, changes) -> {
                                if (event.id().equals("$2")) {
                                    begun.countDown();
                                    // No answer for as long as it takes to stop.
                                    test.service()
                                            .as(TestService.user("ghost_a"))
                                            .ensureRegistered();
                                    awaitInterrupt(test);
                                }
                                heard.add(event.id());
                                changes.put("seen/" + event.id(), Json.of(true));
                            });
            test.connect();
            test.homeserver().push().transaction("t", event(1), event(2), event(3));
            Awaiting.until("the second", () -> begun.getCount() == 0);

            test.restart().start((event, _) -> heard.add(event.id()));

            Awaiting.until("all", () -> heard.size() >= 3);
            assertThat(heard).containsExactly("$1", "$2", "$3");
            assertThat(test.service().journal().under("seen/")).containsOnlyKeys("seen/$1");
        }
    }

    /// Calls a homeserver that is away until the thread is interrupted, as a handler does that waits for one.
    private static void awaitInterrupt(TestService test) {
        test.homeserver().close();
        test.service().bot().call(Call.get("v3", "account", "whoami"));
    }

    @Test
    void event_whoseHandlerFails_isDone() throws IOException {
        try (Journal journal = journal();
                Inbox inbox =
                        new Inbox(
                                journal,
                                (event, changes) -> {
                                    heard.add(event.id());
                                    changes.put("half", Json.of(true));
                                    if (event.id().equals("$1")) {
                                        throw new IllegalStateException("a bug");
                                    }
                                    changes.remove("half");
                                })) {
            inbox.start();
            inbox.receive("a", List.of(event(1), event(2)), List.of());

            Awaiting.until("both", () -> heard.size() == 2 && inbox.size() == 0);
            assertThat(journal.get("half")).isEmpty();
        }
        try (Journal journal = journal()) {
            assertThat(journal.under("inbox/")).isEmpty();
        }
    }

    @Test
    void transaction_whenTheInboxIsFull_isRefusedUntilThereIsRoom() throws IOException {
        try (Journal journal = journal();
                Inbox inbox = new Inbox(journal, (event, _) -> heard.add(event.id()))) {
            List<JsonObject> many = IntStream.range(0, 20_001).mapToObj(InboxTest::event).toList();
            assertThat(inbox.receive("a", many, List.of())).isTrue();
            assertThat(inbox.receive("b", List.of(event(30_000)), List.of())).isFalse();

            inbox.start();
            Awaiting.until("room", () -> inbox.size() == 0);

            assertThat(inbox.receive("b", List.of(event(30_000)), List.of())).isTrue();
            Awaiting.until("all", () -> heard.size() == 20_002);
        }
    }

    @Test
    void event_withoutWhatEveryEventHas_isLeftOut() throws IOException {
        try (Journal journal = journal();
                Inbox inbox = new Inbox(journal, (event, _) -> heard.add(event.id()))) {
            inbox.start();
            inbox.receive("a", List.of(JsonObject.of("type", "m.x"), event(1)), List.of());

            Awaiting.until("the whole one", () -> heard.equals(List.of("$1")));
        }
    }

    private Journal journal() throws IOException {
        return Journal.open(folder.resolve("inbox.journal"));
    }

    private static JsonObject event(int number) {
        return JsonObject.builder()
                .put("event_id", "$" + number)
                .put("type", "m.room.message")
                .put("room_id", "!r:test")
                .put("sender", "@a:test")
                .put("content", JsonObject.EMPTY)
                .build();
    }
}

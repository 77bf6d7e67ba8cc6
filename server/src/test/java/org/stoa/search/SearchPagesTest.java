package org.stoa.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.search.Finding.count;
import static org.stoa.search.Finding.criteria;
import static org.stoa.search.Finding.ids;
import static org.stoa.search.Finding.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Relating;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Walking through many results page by page.
final class SearchPagesTest {

    @EachEngine
    void pages_ofAThousandEvents_haveEachOnce(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                sent.add(alice.say(room, "word " + "filling ".repeat(i % 7) + i));
            }

            for (String order : List.of("recent", "rank")) {
                String limit = "'order_by': '" + order + "', 'filter': {'limit': 77}";
                JsonObject page = search(alice, criteria("word", limit));
                List<String> found = new ArrayList<>(ids(page));
                assertThat(count(page)).isEqualTo(1_000);
                while (page.string("next_batch").isPresent()) {
                    // What is written or redacted in between changes nothing for the pages to come.
                    alice.say(room, "word word");
                    page = search(alice, criteria("word", limit), page.string("next_batch").get());
                    found.addAll(ids(page));
                }

                found.removeIf(id -> !sent.contains(id));
                assertThat(found).as(order).hasSize(1_000).doesNotHaveDuplicates();
                if (order.equals("recent")) {
                    Collections.reverse(found);
                    assertThat(found).isEqualTo(sent);
                }
            }
        }
    }

    @Test
    void page_inAGroup_goesOnInsideTheGroup() {
        try (TestServer server = TestServer.start()) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String one = alice.createRoomWith(bob);
            String two = alice.createRoomWith(bob);
            List<String> inOne = new ArrayList<>();
            List<String> byBobInTwo = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                inOne.addFirst(alice.say(one, "word " + i));
                byBobInTwo.addFirst(bob.say(two, "word " + i));
            }
            String asked =
                    "'order_by': 'recent', 'filter': {'limit': 4}, 'groupings': {'group_by': [{'key': 'room_id'}, {'key': 'sender'}]}";

            JsonObject page = search(alice, criteria("word", asked));
            JsonObject groupOne = group(page, "room_id", one);
            JsonObject groupTwo = group(page, "room_id", two);
            assertThat(groupTwo.integer("order")).hasValue(1);
            assertThat(groupOne.integer("order")).hasValue(2);
            assertThat(strings(groupOne)).isEqualTo(inOne.subList(0, 2));
            assertThat(strings(groupTwo)).isEqualTo(byBobInTwo.subList(0, 2));
            assertThat(strings(group(page, "sender", bob.id()))).isEqualTo(strings(groupTwo));

            String next = groupOne.string("next_batch").orElseThrow();
            JsonObject rest = search(alice, criteria("word", asked), next);
            assertThat(ids(rest)).isEqualTo(inOne.subList(2, 5));
            JsonObject behind =
                    search(alice, criteria("word", asked), rest.string("next_batch").orElseThrow());
            assertThat(ids(behind)).isEmpty();
            assertThat(behind.string("next_batch")).isEmpty();
            assertThat(group(rest, "room_id", one).string("next_batch")).isEmpty();
            String byBob = group(page, "sender", bob.id()).string("next_batch").orElseThrow();
            assertThat(ids(search(alice, criteria("word", asked), byBob)))
                    .isEqualTo(byBobInTwo.subList(2, 5));
        }
    }

    @Test
    void page_behindTheLastResult_isTheLastPage() {
        try (TestServer server = TestServer.start()) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String first = alice.say(room, "word");
            String second = alice.say(room, "word");
            String redacted = alice.say(room, "word");
            String limit = "'order_by': 'recent', 'filter': {'limit': 1}";

            JsonObject page = search(alice, criteria("word", limit));
            assertThat(ids(page)).containsExactly(redacted);
            Relating.redact(alice, room, redacted);
            page = search(alice, criteria("word", limit), page.string("next_batch").orElseThrow());
            assertThat(ids(page)).containsExactly(second);
            page = search(alice, criteria("word", limit), page.string("next_batch").orElseThrow());
            assertThat(ids(page)).containsExactly(first);
            page = search(alice, criteria("word", limit), page.string("next_batch").orElseThrow());
            assertThat(ids(page)).isEmpty();
            assertThat(count(page)).isEqualTo(3);
            assertThat(page.string("next_batch")).isEmpty();
        }
    }

    private static JsonObject group(JsonObject page, String key, String value) {
        return page.object("groups")
                .flatMap(groups -> groups.object(key))
                .flatMap(groups -> groups.object(value))
                .orElseThrow();
    }

    private static List<String> strings(JsonObject group) {
        return group.array("results").orElseThrow().strings();
    }
}

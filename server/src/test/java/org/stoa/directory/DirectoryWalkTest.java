package org.stoa.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// A directory of many rooms: each request looks at a part of it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DirectoryWalkTest {
    private static final int ROOMS = 6_000;

    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");

    /// Every thousandth room has the word.
    @BeforeAll
    void publish() {
        server.homeserver()
                .database()
                .execute(
                        tx ->
                                tx.update(
                                        """
                                        INSERT INTO published_room (room, members, listing, words)
                                        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
                                        SELECT 1000000 + i, 7, '{"room_id":"!' || i || ':x","world_readable":false,"guest_can_join":false}',
                                            CASE WHEN i % 1000 = 0 THEN 'rare word' ELSE 'word' END
                                          FROM n
                                        """,
                                        ROOMS));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void pagesOfASearch_followedToTheEnd_haveEachRoomOnce() {
        JsonObject wish = json("{'limit':2,'filter':{'generic_search_term':'RARE'}}");
        List<String> found = new ArrayList<>();
        JsonObject page = alice.post("/publicRooms", wish).ok();
        found.addAll(ids(page));
        while (page.string("next_batch").isPresent()) {
            page = alice.post("/publicRooms", behind(wish, page)).ok();
            found.addAll(ids(page));
        }

        assertThat(found)
                .containsExactly("!6000:x", "!5000:x", "!4000:x", "!3000:x", "!2000:x", "!1000:x");
    }

    @Test
    void searchForNothing_looksAtAPartOfTheRooms_andSaysWhereToGoOn() {
        JsonObject wish = json("{'filter':{'generic_search_term':'nowhere'}}");

        JsonObject first = alice.post("/publicRooms", wish).ok();
        JsonObject second = alice.post("/publicRooms", behind(wish, first)).ok();

        assertThat(ids(first)).isEmpty();
        assertThat(ids(second)).isEmpty();
        assertThat(second.has("next_batch")).isFalse();
    }

    @Test
    void list_withoutALimit_isAPage() {
        JsonObject page = alice.get("/publicRooms").ok();

        assertThat(ids(page)).hasSize(500);
        assertThat(page.integer("total_room_count_estimate")).hasValue(ROOMS);
    }

    private static JsonObject behind(JsonObject wish, JsonObject page) {
        return wish.with("since", new JsonString(page.string("next_batch").orElseThrow()));
    }

    private static List<String> ids(JsonObject page) {
        return page.array("chunk").orElseThrow().objects().stream()
                .map(room -> room.string("room_id").orElseThrow())
                .toList();
    }
}

package org.stoa.search;

import java.util.List;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Answer;
import org.stoa.testing.TestClient;

/// Searches of tests, and what comes of them.
final class Finding {
    private Finding() {}

    /// Criteria with these members besides the term; quotes are apostrophes.
    static JsonObject criteria(String term, String members) {
        return JsonObject.builder()
                .put("search_term", term)
                .putAll(TestClient.json("{" + members + "}"))
                .build();
    }

    static Answer ask(TestClient client, JsonObject criteria, String query) {
        JsonObject body =
                JsonObject.of("search_categories", JsonObject.of("room_events", criteria));
        return client.post("/search" + query, body);
    }

    static JsonObject search(TestClient client, JsonObject criteria) {
        return roomEvents(ask(client, criteria, ""));
    }

    static JsonObject search(TestClient client, JsonObject criteria, String nextBatch) {
        return roomEvents(ask(client, criteria, "?next_batch=" + nextBatch));
    }

    /// The ids of the events that a term finds, the newest first.
    static List<String> found(TestClient client, String term) {
        return ids(search(client, criteria(term, "'order_by': 'recent'")));
    }

    static JsonObject roomEvents(Answer answer) {
        return answer.ok()
                .object("search_categories")
                .flatMap(categories -> categories.object("room_events"))
                .orElseThrow();
    }

    static List<JsonObject> results(JsonObject roomEvents) {
        return roomEvents.array("results").orElseThrow().objects();
    }

    /// The ids of the results.
    static List<String> ids(JsonObject roomEvents) {
        return results(roomEvents).stream()
                .map(result -> result.object("result").orElseThrow())
                .map(event -> event.string("event_id").orElseThrow())
                .toList();
    }

    static long count(JsonObject roomEvents) {
        return roomEvents.integer("count").orElseThrow();
    }
}

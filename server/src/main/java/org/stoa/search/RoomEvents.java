package org.stoa.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.read.JsonText;
import org.stoa.search.ResultWalk.Result;
import org.stoa.search.SearchToken.Group;

/// The answer's category `room_events`, without the state of rooms.
///
/// @param results as texts
/// @param groups by key and value; empty when none were asked for
public record RoomEvents(
        long count,
        List<String> highlights,
        List<byte[]> results,
        Optional<JsonObject> groups,
        Optional<String> nextBatch) {

    /// As text: an object.
    public byte[] toBytes() {
        JsonText text =
                new JsonText()
                        .put("count", Json.of(count))
                        .put("highlights", JsonArray.ofStrings(highlights))
                        .putAll("results", results);
        groups.ifPresent(all -> text.put("groups", all));
        nextBatch.ifPresent(token -> text.put("next_batch", token));
        return text.toBytes();
    }

    /// The answer after a walk.
    ///
    /// @param from where an earlier page said to go on; its count is repeated
    static RoomEvents of(
            SearchWish wish,
            Optional<SearchToken> from,
            ResultWalk walk,
            List<String> highlights,
            List<byte[]> results) {
        long count = from.map(SearchToken::count).orElse((long) walk.seen());
        Optional<SearchToken> next =
                walk.last()
                        .map(last -> new SearchToken(wish.order(), last, count, Optional.empty()));
        Optional<JsonObject> groups =
                wish.groups().isEmpty()
                        ? Optional.empty()
                        : Optional.of(groups(wish.groups(), walk, next));
        // Who goes on inside a group stays in it.
        Optional<Group> group = from.flatMap(SearchToken::group);
        return new RoomEvents(
                count,
                highlights,
                results,
                groups,
                next.filter(token -> mayHaveMore(walk)).map(token -> token.in(group).toString()));
    }

    /// "If this field is absent, there are no more results": each page that has results says where to go on, as other servers
    /// do it, and the one behind the last is empty.
    private static boolean mayHaveMore(ResultWalk walk) {
        return walk.hasMore() || !walk.page().isEmpty();
    }

    private static JsonObject groups(
            List<GroupKey> keys, ResultWalk walk, Optional<SearchToken> next) {
        JsonObject.Builder all = JsonObject.builder();
        for (GroupKey key : keys) {
            Map<Group, JsonArray.Builder> members = new LinkedHashMap<>();
            for (Result result : walk.page()) {
                members.computeIfAbsent(
                                ResultWalk.group(key, result.event()), each -> JsonArray.builder())
                        .add(result.event().eventId().toString());
            }
            JsonObject.Builder groups = JsonObject.builder();
            int order = 0;
            for (Map.Entry<Group, JsonArray.Builder> each : members.entrySet()) {
                order++;
                groups.put(
                        each.getKey().value(),
                        group(each.getKey(), order, each.getValue().build(), walk, next));
            }
            all.put(key.text(), groups.build());
        }
        return all.build();
    }

    private static JsonObject group(
            Group group, int order, JsonArray ids, ResultWalk walk, Optional<SearchToken> next) {
        Optional<String> nextBatch =
                next.filter(token -> walk.hasMore(group))
                        .map(token -> token.in(Optional.of(group)).toString());
        return JsonObject.builder()
                .put("order", order)
                .put("results", ids)
                .putIfPresent("next_batch", nextBatch)
                .build();
    }
}

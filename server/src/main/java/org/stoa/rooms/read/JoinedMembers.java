package org.stoa.rooms.read;

import java.util.List;
import org.stoa.http.JsonBuffer;
import org.stoa.http.JsonPieces;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonNull;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.storage.Database;

/// The joined members of a room by user id, each with `display_name` and `avatar_url`: an answer that is as long as the room is
/// large. For one thread at a time.
///
/// Spec: client-server-api#get_matrixclientv3roomsroomidjoined_members (v1.19).
final class JoinedMembers implements JsonPieces {
    private final Database database;
    private final EventStore events;
    private final List<Long> numbers;
    private int next;

    /// @param numbers of the member events, also of those who are not joined
    JoinedMembers(Database database, EventStore events, List<Long> numbers) {
        this.database = database;
        this.events = events;
        this.numbers = List.copyOf(numbers);
    }

    @Override
    public boolean writeNext(JsonBuffer out) {
        if (next == 0) {
            out.beginObject().name("joined").beginObject();
        }
        List<Long> rest = numbers.subList(next, numbers.size());
        EventStore.First first = database.read(tx -> events.first(tx, rest, BYTES));
        for (StoredEvent event : first.events()) {
            if (Memberships.in(event.content()) == Membership.JOIN) {
                out.member(event.parsed().stateKey().orElse(""), member(event));
            }
        }
        next += first.looked();
        if (next < numbers.size()) {
            return true;
        }
        out.endObject().endObject();
        return false;
    }

    private static JsonObject member(StoredEvent event) {
        JsonObject content = event.content();
        return JsonObject.builder()
                .put("display_name", textOrNull(content, "displayname"))
                .put("avatar_url", textOrNull(content, "avatar_url"))
                .build();
    }

    private static Json textOrNull(JsonObject content, String name) {
        return content.string(name).map(text -> Json.of(text)).orElse(JsonNull.NULL);
    }
}

package org.stoa.appservice.push;

import java.util.Optional;
import org.stoa.platform.Time;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.read.ClientEventWriter;
import org.stoa.rooms.read.EventFormat;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.MembershipRepository;

/// Writes events as services get them: those of clients, and beside `sender` and `unsigned` the `user_id`, `age` and
/// `prev_content` that services of 2015 look for.
final class EventTexts {
    private final Source source;
    private final Interests interests;
    private final Time time;
    private final MembershipRepository memberships = new MembershipRepository();

    EventTexts(Source source, Interests interests, Time time) {
        this.source = source;
        this.interests = interests;
        this.time = time;
    }

    byte[] text(Tx tx, StoredEvent event) {
        return ClientEventWriter.toBytes(event, unsigned(tx, event), EventFormat.LEGACY);
    }

    private JsonObject unsigned(Tx tx, StoredEvent event) {
        JsonObject.Builder unsigned = JsonObject.builder();
        unsigned.put("age", Math.max(0, time.millis() - event.header().ts()));
        long replaced = event.header().replaces();
        if (replaced != 0) {
            StoredEvent before = source.event(tx, replaced);
            unsigned.put("replaces_state", before.eventId().toString());
            unsigned.put("prev_content", before.content());
            unsigned.put("prev_sender", before.parsed().sender().toString());
        }
        long redaction = event.header().redaction();
        if (redaction != 0) {
            unsigned.put("redacted_because", redactedBecause(source.event(tx, redaction)));
        }
        strippedState(tx, event)
                .ifPresent(
                        state ->
                                unsigned.put(
                                        Memberships.in(event.content()).text() + "_room_state",
                                        state));
        return unsigned.build();
    }

    private static Json redactedBecause(StoredEvent redaction) {
        return Json.parse(
                ClientEventWriter.toBytes(redaction, JsonObject.EMPTY, EventFormat.CLIENT));
    }

    /// What an invited user of the service may know of the room: `invite_room_state`.
    private Optional<Json> strippedState(Tx tx, StoredEvent event) {
        if (!event.type().equals("m.room.member")) {
            return Optional.empty();
        }
        return event.parsed()
                .stateKey()
                .flatMap(UserId::tryParse)
                .flatMap(source.database().names()::findUser)
                .filter(interests::isOwn)
                .flatMap(user -> memberships.of(tx, user, event.header().room()))
                .filter(row -> row.event() == event.event())
                .flatMap(row -> Optional.ofNullable(row.strippedState()))
                .map(Json::parse);
    }
}

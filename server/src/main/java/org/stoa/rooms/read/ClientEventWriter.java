package org.stoa.rooms.read;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.rooms.event.StoredEvent;

/// Writes an event for a client by splicing its stored bytes; only `unsigned`, and what stands at another place in
/// another room version, is made anew.
///
/// Spec: client-server-api#room-event-format, rooms/v11#moving-the-redacts-property (v1.19).
public final class ClientEventWriter {
    private static final byte[] EVENT_ID = bytes(",\"event_id\":");
    private static final byte[] ROOM_ID = bytes(",\"room_id\":");
    private static final byte[] UNSIGNED = bytes(",\"unsigned\":");
    private static final byte[] FIRST_RELATIONS = bytes("\"m.relations\":");
    private static final byte[] RELATIONS = bytes(",\"m.relations\":");

    private ClientEventWriter() {}

    /// Writes the event with the given `unsigned`.
    public static void write(
            StoredEvent event, JsonObject unsigned, EventFormat format, ByteArrayOutputStream out) {
        write(event, unsigned, null, format, out);
    }

    private static void write(
            StoredEvent event,
            JsonObject unsigned,
            byte @Nullable [] relations,
            EventFormat format,
            ByteArrayOutputStream out) {
        out.write('{');
        out.writeBytes(clientMembers(event));
        out.writeBytes(EVENT_ID);
        out.writeBytes(new JsonString(event.eventId().toString()).toBytes());
        if (format != EventFormat.SYNC) {
            out.writeBytes(ROOM_ID);
            out.writeBytes(new JsonString(event.roomId().toString()).toBytes());
        }
        movedRedacts(event).ifPresent(redacts -> member(out, "redacts", redacts));
        if (format == EventFormat.LEGACY) {
            writeLegacyMembers(event, unsigned, out);
        }
        out.writeBytes(UNSIGNED);
        writeUnsigned(unsigned, relations, out);
        out.write('}');
    }

    /// What relates to the event is text already, however deep it is nested.
    private static void writeUnsigned(
            JsonObject unsigned, byte @Nullable [] relations, ByteArrayOutputStream out) {
        byte[] text = unsigned.toBytes();
        if (relations == null) {
            out.writeBytes(text);
            return;
        }
        out.write(text, 0, text.length - 1);
        out.writeBytes(unsigned.isEmpty() ? FIRST_RELATIONS : RELATIONS);
        out.writeBytes(relations);
        out.write('}');
    }

    /// The event as text of a JSON object.
    public static byte[] toBytes(StoredEvent event, JsonObject unsigned, EventFormat format) {
        return toBytes(event, unsigned, null, format);
    }

    /// The event as text of a JSON object.
    ///
    /// @param relations `unsigned.m.relations` as text; null for none
    static byte[] toBytes(
            StoredEvent event,
            JsonObject unsigned,
            byte @Nullable [] relations,
            EventFormat format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(event.client().length + 250);
        write(event, unsigned, relations, format, out);
        return out.toByteArray();
    }

    /// The members that clients get. A redaction of before room version 11 has `redacts` inside its content as well.
    private static byte[] clientMembers(StoredEvent event) {
        boolean old = event.type().equals("m.room.redaction") && !event.rules().redactsInContent();
        Optional<EventId> target = old ? event.parsed().redacts() : Optional.empty();
        if (target.isEmpty() || event.content().has("redacts")) {
            return event.client();
        }
        String members = "{" + new String(event.client(), StandardCharsets.UTF_8) + "}";
        JsonObject content =
                event.content().with("redacts", new JsonString(target.get().toString()));
        String text = Json.parseObject(members).with("content", content).toString();
        return bytes(text.substring(1, text.length() - 1));
    }

    /// The `redacts` that a client of before room version 11 looks for at the top level.
    private static Optional<Json> movedRedacts(StoredEvent event) {
        if (!event.rules().redactsInContent() || !event.type().equals("m.room.redaction")) {
            return Optional.empty();
        }
        return Optional.ofNullable(event.content().get("redacts"));
    }

    private static void writeLegacyMembers(
            StoredEvent event, JsonObject unsigned, ByteArrayOutputStream out) {
        member(out, "user_id", new JsonString(event.parsed().sender().toString()));
        Json age = unsigned.get("age");
        if (age != null) {
            member(out, "age", age);
        }
        Json previous = unsigned.get("prev_content");
        if (previous != null) {
            member(out, "prev_content", previous);
        }
        if (event.type().equals("m.room.member")) {
            event.content()
                    .string("membership")
                    .ifPresent(membership -> member(out, "membership", new JsonString(membership)));
        }
    }

    private static void member(ByteArrayOutputStream out, String name, Json value) {
        out.write(',');
        out.writeBytes(new JsonString(name).toBytes());
        out.write(':');
        out.writeBytes(value.toBytes());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package org.stoa.protocol.event;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;

/// A room event in the federation format (a PDU) with its header fields read. Events are equal when their ids are.
///
/// Spec: the event format of each room version (v1.19).
public final class Event {

    private final EventId eventId;
    private final EventHeader header;
    private final JsonObject json;
    private final RoomRules rules;

    private Event(EventId eventId, EventHeader header, JsonObject json, RoomRules rules) {
        this.eventId = eventId;
        this.header = header;
        this.json = json;
        this.rules = rules;
    }

    /// Returns the event that the JSON is. Its id is computed, or read in room versions 1 and 2. Neither hashes nor
    /// signatures are checked, and `room_id` of a create event of version 12 is let pass: that is for the authorisation
    /// rules.
    ///
    /// @throws org.stoa.protocol.error.MatrixException `M_BAD_JSON` when it has not the format of the room version,
    ///     `M_TOO_LARGE` when it, or a field of it, exceeds the limits
    public static Event parse(JsonObject pdu, RoomRules rules) {
        EventFormat.check(pdu, rules);
        EventSize.check(pdu, rules);
        EventId eventId = EventFormat.eventId(pdu, rules);
        RoomId roomId = EventFormat.roomId(pdu, rules, eventId);
        return new Event(eventId, EventFormat.header(pdu, rules, roomId), pdu, rules);
    }

    /// Returns an event whose format and size were checked.
    ///
    /// @param signed what its signatures and its reference hash are of
    static Event checked(JsonObject pdu, RoomRules rules, byte[] signed) {
        EventId eventId = EventFormat.eventId(pdu, rules, signed);
        RoomId roomId = EventFormat.roomId(pdu, rules, eventId);
        return new Event(eventId, EventFormat.header(pdu, rules, roomId), pdu, rules);
    }

    /// Returns an event that was parsed before, without computing or checking again what is known of it.
    ///
    /// @throws org.stoa.protocol.error.MatrixException `M_BAD_JSON` when a header field is missing
    public static Event stored(EventId eventId, RoomId roomId, JsonObject pdu, RoomRules rules) {
        return new Event(eventId, EventFormat.header(pdu, rules, roomId), pdu, rules);
    }

    /// Returns the id.
    public EventId eventId() {
        return eventId;
    }

    /// Returns the room; that of a create event of version 12 is made from the event id.
    public RoomId roomId() {
        return header.roomId();
    }

    /// Returns who sent it.
    public UserId sender() {
        return header.sender();
    }

    /// Returns the type, such as `m.room.message`.
    public String type() {
        return header.type();
    }

    /// Returns the state key; empty when it is not a state event.
    public Optional<String> stateKey() {
        return Optional.ofNullable(header.stateKey());
    }

    /// Whether it is a state event.
    public boolean isState() {
        return header.stateKey() != null;
    }

    /// Whether it is a state event of this type with this state key.
    public boolean isState(String type, String stateKey) {
        return stateKey.equals(header.stateKey()) && type.equals(header.type());
    }

    /// Returns the content.
    public JsonObject content() {
        return header.content();
    }

    /// Returns when its server says that it was made, in milliseconds since 1970.
    public long originServerTs() {
        return header.originServerTs();
    }

    /// Returns one more than the depth of its prev events, as its server says.
    public long depth() {
        return header.depth();
    }

    /// Returns the events that it follows, at most 20.
    public List<EventId> prevEvents() {
        return header.prevEvents();
    }

    /// Returns the events that say it is allowed, at most 10.
    public List<EventId> authEvents() {
        return header.authEvents();
    }

    /// Returns the event that it redacts, from where the room version puts it; empty when it is no redaction or names no
    /// event.
    public Optional<EventId> redacts() {
        return Optional.ofNullable(header.redacts());
    }

    /// Returns the event as it was given.
    public JsonObject json() {
        return json;
    }

    /// Returns the rules of its room.
    public RoomRules rules() {
        return rules;
    }

    /// Returns this event with only what a redaction leaves; the id is the same.
    public Event redacted() {
        return stored(eventId, header.roomId(), Redactor.redact(json, rules), rules);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Event event && eventId.equals(event.eventId);
    }

    @Override
    public int hashCode() {
        return eventId.hashCode();
    }

    /// Returns id and type, for logs.
    @Override
    public String toString() {
        return eventId + " (" + header.type() + ")";
    }
}

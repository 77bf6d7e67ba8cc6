package org.stoa.rooms.event;

import java.lang.ref.SoftReference;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventBytes;
import org.stoa.protocol.event.Redactor;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.rooms.state.StateRef;
import org.stoa.storage.rooms.EventHeader;

/// An event as it is stored: its header as numbers, and its text in the two pieces of {@link
/// org.stoa.protocol.event.EventBytes}. Immutable, but for what is parsed on demand; safe for any number of threads.
public final class StoredEvent {
    private final EventHeader header;
    private final EventId eventId;
    private final String type;
    private final RoomId roomId;
    private final RoomRules rules;
    private final byte[] client;
    private final byte[] federation;

    /// Softly, since a tree may be thirty times as large as its text: memory that is needed for something else is had by parsing
    /// again.
    private volatile @Nullable SoftReference<Event> parsed;

    /// Creates an event from its parts; the arrays are not copied and must not change.
    public StoredEvent(
            EventHeader header,
            EventId eventId,
            String type,
            RoomId roomId,
            RoomRules rules,
            byte[] client,
            byte[] federation) {
        this.header = header;
        this.eventId = eventId;
        this.type = type;
        this.roomId = roomId;
        this.rules = rules;
        this.client = client;
        this.federation = federation;
    }

    /// Its numbers.
    public EventHeader header() {
        return header;
    }

    /// Number of the event.
    public long event() {
        return header.event();
    }

    /// Stream position; 0 when it is not live.
    public long pos() {
        return header.pos();
    }

    /// Order in the timeline; 0 when it is not in it.
    public long ord() {
        return header.ord();
    }

    /// Its id.
    public EventId eventId() {
        return eventId;
    }

    /// Its event type.
    public String type() {
        return type;
    }

    /// The room's id.
    public RoomId roomId() {
        return roomId;
    }

    /// The rules of its room's version.
    public RoomRules rules() {
        return rules;
    }

    /// The members that clients get, without braces.
    public byte[] client() {
        return client;
    }

    /// The members that only servers get, without braces.
    public byte[] federation() {
        return federation;
    }

    /// The state before the event.
    ///
    /// Throws IllegalStateException for an outlier, which has none.
    public StateRef before() {
        if (header.stateLine() == 0) {
            throw new IllegalStateException("no state is known before event " + header.event());
        }
        return new StateRef(header.stateLine(), header.stateVersion());
    }

    /// Whether the state before it is known, all of it.
    public boolean hasState() {
        return header.stateLine() != 0 && (header.flags() & EventFlags.PARTIAL) == 0;
    }

    /// Whether it is a state event.
    public boolean isState() {
        return header.stateKey() != 0;
    }

    /// Whether its content was redacted.
    public boolean isRedacted() {
        return (header.flags() & EventFlags.REDACTED) != 0;
    }

    /// Its content; of a redacted event what redaction left.
    public JsonObject content() {
        return parsed().content();
    }

    /// The event as the protocol sees it, parsed when first asked for.
    public Event parsed() {
        Event known = known();
        if (known == null) {
            known = Event.stored(eventId, roomId, Json.parseObject(joined()), rules);
            parsed = new SoftReference<>(known);
        }
        return known;
    }

    private @Nullable Event known() {
        SoftReference<Event> reference = parsed;
        return reference == null ? null : reference.get();
    }

    /// The same event after its commit gave it a position. What was parsed is kept of state events only, which the
    /// authorisation of later ones reads; of a message the text is what readers want, and takes a third of the memory.
    public StoredEvent at(long pos) {
        StoredEvent moved =
                new StoredEvent(header.at(pos), eventId, type, roomId, rules, client, federation);
        if (isState()) {
            moved.parsed = parsed;
        }
        return moved;
    }

    /// The same event with other numbers.
    public StoredEvent with(EventHeader other) {
        StoredEvent changed =
                new StoredEvent(other, eventId, type, roomId, rules, client, federation);
        changed.parsed = parsed;
        return changed;
    }

    /// The same event as redaction leaves it.
    ///
    /// @param redactedHeader its numbers after that
    public StoredEvent redacted(EventHeader redactedHeader) {
        EventBytes bytes = EventBytes.of(Redactor.redact(parsed().json(), rules));
        return new StoredEvent(
                redactedHeader, eventId, type, roomId, rules, bytes.client(), bytes.federation());
    }

    /// How many bytes its text has.
    public int length() {
        return client.length + federation.length;
    }

    /// How many bytes of memory it takes, about.
    public int weight() {
        int tree = known() == null ? 0 : (client.length + federation.length) * 3;
        return 600 + client.length + federation.length + tree;
    }

    private byte[] joined() {
        byte[] text = new byte[client.length + federation.length + 3];
        text[0] = '{';
        System.arraycopy(client, 0, text, 1, client.length);
        text[client.length + 1] = ',';
        System.arraycopy(federation, 0, text, client.length + 2, federation.length);
        text[text.length - 1] = '}';
        return text;
    }

    @Override
    public String toString() {
        return eventId + " (" + header.event() + ")";
    }
}

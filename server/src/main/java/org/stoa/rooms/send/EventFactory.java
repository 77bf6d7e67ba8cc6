package org.stoa.rooms.send;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Randomness;
import org.stoa.platform.Time;
import org.stoa.protocol.auth.AuthRules;
import org.stoa.protocol.auth.StateKeyPair;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventHasher;
import org.stoa.protocol.event.EventReferences;
import org.stoa.protocol.event.EventSigner;
import org.stoa.protocol.event.EventSize;
import org.stoa.protocol.event.Redactor;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Extremity;
import org.stoa.rooms.head.RoomHead;
import org.stoa.storage.Names;

/// Gives a draft its place in a room: prev and auth events, depth, hashes, signature and id.
///
/// Spec: server-server-api#pdus, rooms/v1 to v12 "Event format".
public final class EventFactory {
    /// The largest depth that canonical JSON can hold.
    private static final long MAX_DEPTH = (1L << 53) - 1;

    private static final long NOT_ACCEPTED = EventFlags.REJECTED | EventFlags.SOFT_FAILED;

    private final ServerName serverName;
    private final Supplier<SigningKey> signingKey;
    private final EventStore events;
    private final Names names;
    private final Time time;
    private final Randomness randomness;

    /// Creates a factory that signs in the name of this server.
    public EventFactory(
            ServerName serverName,
            Supplier<SigningKey> signingKey,
            EventStore events,
            Names names,
            Time time,
            Randomness randomness) {
        this.serverName = serverName;
        this.signingKey = signingKey;
        this.events = events;
        this.names = names;
        this.time = time;
        this.randomness = randomness;
    }

    /// An event with the numbers of the events that it names.
    public record Built(Event event, List<Extremity> prevs, List<StoredEvent> authEvents) {
        /// The same event as redaction leaves it.
        public Built redacted() {
            Event redacted =
                    Event.stored(
                            event.eventId(),
                            event.roomId(),
                            Redactor.redact(event.json(), event.rules()),
                            event.rules());
            return new Built(redacted, prevs, authEvents);
        }
    }

    /// The deepest nesting of a content that is sent from here. The text of an event, and the answers that hold it, are
    /// nested deeper than its content and have to be read again.
    static final int MAX_CONTENT_DEPTH = Json.MAX_DEPTH / 2;

    /// Builds the event that follows the head; of the first event of a room of version 12 the room id is its hash.
    public Built build(RoomId roomId, RoomRules rules, RoomHead head, Draft draft) {
        requireShallow(draft.content());
        List<Extremity> prevs = newest(head.extremities());
        List<StoredEvent> auths = authEvents(rules, head, draft);
        JsonObject.Builder pdu = JsonObject.builder();
        pdu.put("type", draft.type());
        pdu.put("sender", draft.sender().toString());
        draft.stateKey().ifPresent(key -> pdu.put("state_key", key));
        pdu.put("content", draft.content());
        EventSize.checkBytes(draft.type(), draft.stateKey().orElse(null));
        pdu.put(
                "origin_server_ts",
                draft.timestamp().orElseGet(() -> time.instant().toEpochMilli()));
        draft.redacts().ifPresent(target -> pdu.put("redacts", target.toString()));
        boolean namesItsRoom = !(rules.roomIdFromCreate() && draft.type().equals("m.room.create"));
        if (namesItsRoom) {
            pdu.put("room_id", roomId.toString());
        }
        pdu.put("depth", Math.min(head.depth(), MAX_DEPTH - 1) + 1);
        pdu.put("prev_events", references(rules, prevs.stream().map(Extremity::event).toList()));
        pdu.put("auth_events", references(rules, auths.stream().map(StoredEvent::event).toList()));
        if (!rules.eventIdFormat().isHash()) {
            pdu.put("event_id", "$" + randomness.opaque(18) + ":" + serverName);
            pdu.put("origin", serverName.toString());
        }
        return new Built(Event.parse(signed(pdu.build(), rules), rules), prevs, auths);
    }

    /// Returns the same head with as many events to follow as an event may name: when there are more, those of the state that allow the
    /// draft, and the newest. Whoever was in the room before its sender can make as many forks there as he likes, and after these
    /// nobody knows of the sender.
    public RoomHead onWhatAllows(RoomRules rules, RoomHead head, Draft draft) {
        if (head.extremities().size() <= EventReferences.MAX_PREV_EVENTS) {
            return head;
        }
        Set<Extremity> some = new LinkedHashSet<>();
        for (StoredEvent auth : authEvents(rules, head, draft)) {
            boolean isAccepted = (auth.header().flags() & NOT_ACCEPTED) == 0;
            if (auth.hasState() && isAccepted && !auth.type().equals(EventTypes.CREATE)) {
                some.add(new Extremity(auth.event(), auth.eventId(), auth.header().depth()));
            }
        }
        Iterator<Extremity> newest = head.extremities().iterator();
        while (some.size() < EventReferences.MAX_PREV_EVENTS) {
            some.add(newest.next());
        }
        return head.withExtremities(List.copyOf(some), head.settled());
    }

    private static void requireShallow(JsonObject content) {
        if (isDeeperThan(content, MAX_CONTENT_DEPTH)) {
            throw new MatrixException(
                    ErrorCode.BAD_JSON,
                    "The content of an event may be nested %d deep".formatted(MAX_CONTENT_DEPTH));
        }
    }

    private static boolean isDeeperThan(Json value, int depth) {
        return switch (value) {
            case JsonObject object ->
                    depth == 0
                            || object.names().stream()
                                    .anyMatch(name -> isDeeper(object.get(name), depth - 1));
            case JsonArray array ->
                    depth == 0 || array.stream().anyMatch(each -> isDeeperThan(each, depth - 1));
            default -> false;
        };
    }

    private static boolean isDeeper(@Nullable Json value, int depth) {
        return value != null && isDeeperThan(value, depth);
    }

    /// Canonical JSON has no fractions and no numbers beyond 2^53 - 1; what a client sends may have them.
    private JsonObject signed(JsonObject pdu, RoomRules rules) {
        try {
            return EventSigner.hashAndSign(pdu, serverName, signingKey.get(), rules);
        } catch (JsonException notCanonical) {
            throw new MatrixException(
                    ErrorCode.BAD_JSON, "No event can hold this: " + notCanonical.getMessage());
        }
    }

    private List<StoredEvent> authEvents(RoomRules rules, RoomHead head, Draft draft) {
        List<StoredEvent> found = new ArrayList<>();
        for (StateKeyPair pair :
                AuthRules.authEventsFor(
                        draft.type(),
                        draft.sender(),
                        draft.stateKey().orElse(null),
                        draft.content(),
                        rules)) {
            long event =
                    names.findStateKey(pair.type(), pair.key()).map(head.state()::event).orElse(0L);
            if (event != 0) {
                found.add(events.get(event));
            }
        }
        return found;
    }

    private JsonArray references(RoomRules rules, List<Long> named) {
        Map<EventId, StoredEvent> byId = new LinkedHashMap<>();
        for (long event : named) {
            StoredEvent stored = events.get(event);
            byId.put(stored.eventId(), stored);
        }
        return EventReferences.toJson(
                byId.keySet(),
                rules,
                id ->
                        EventHasher.referenceHash(
                                requireNonNull(byId.get(id)).parsed().json(), rules));
    }

    private static List<Extremity> newest(List<Extremity> extremities) {
        return extremities.size() <= EventReferences.MAX_PREV_EVENTS
                ? extremities
                : extremities.subList(0, EventReferences.MAX_PREV_EVENTS);
    }
}

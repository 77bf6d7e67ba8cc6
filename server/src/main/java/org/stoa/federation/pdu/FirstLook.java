package org.stoa.federation.pdu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.version.RoomRules;
import org.stoa.remote.LargeResult;
import org.stoa.remote.keys.KeyWishes;

/// What is learnt from the text of a large state when it is read for the first time.
final class FirstLook implements JsonOutline.Parts {
    /// More events than any room has in its state; each costs time, also when it is none.
    private static final int MAX_EVENTS = 1_000_000;

    /// The hash and the signature of an event are longer alone.
    private static final int SHORTEST = 100;

    private final LargeResult.Text answer;
    private final String name;
    private final RoomId room;
    private final RoomRules rules;
    private final PduReader pdus;
    private final Predicate<EventId> wanted;
    private final EventIndex index = new EventIndex();
    private final Map<String, Span> members = new HashMap<>();
    private final List<EventId> state = new ArrayList<>();
    private final KeyWishes wishes = new KeyWishes();
    private final Pieces pieces = new Pieces();
    private final Set<Long> ofState = new HashSet<>();
    private @Nullable EventId create;
    private int events;

    /// @param name the member of the answer that holds the state
    FirstLook(
            LargeResult.Text answer,
            String name,
            RoomId room,
            RoomRules rules,
            PduReader pdus,
            Predicate<EventId> wanted) {
        this.answer = answer;
        this.name = name;
        this.room = room;
        this.rules = rules;
        this.pdus = pdus;
        this.wanted = wanted;
    }

    /// A part of the text.
    record Span(long from, long to) {}

    @Override
    public void member(String member, long from, long to) {
        members.put(member, new Span(from, to));
    }

    @Override
    public void element(String array, long from, long to) {
        if (++events > MAX_EVENTS) {
            throw LargeState.unusable("it has more than " + MAX_EVENTS + " events");
        }
        if (to - from < SHORTEST) {
            return;
        }
        Optional<Piece> piece = Piece.read(answer.text(), from, to);
        piece.ifPresent(pieces::add);
        if (piece.isPresent() && array.equals(name)) {
            ofState.add(from);
        }
        if (pieces.isFull()) {
            flush();
        }
    }

    /// Notes what has been collected.
    void flush() {
        List<Optional<Event>> read = pdus.unverified(room, rules, pieces.objects());
        for (int i = 0; i < read.size(); i++) {
            Piece piece = pieces.all().get(i);
            read.get(i).ifPresent(event -> note(event, piece));
        }
        pieces.clear();
        ofState.clear();
        if (!answer.memory().holds(index.size() * EventIndex.BYTES)) {
            throw LargeState.unusable("there is no room in memory for so many events now");
        }
    }

    private void note(Event event, Piece piece) {
        index.add(event, piece.from(), (int) (piece.to() - piece.from()));
        if (wanted.test(event.eventId())) {
            wishes.add(event);
        }
        if (ofState.contains(piece.from())) {
            state.add(event.eventId());
            if (create == null && event.isState(EventTypes.CREATE, "")) {
                create = event.eventId();
            }
        }
    }

    EventIndex index() {
        return index;
    }

    Map<String, Span> members() {
        return members;
    }

    List<EventId> state() {
        return state;
    }

    KeyWishes wishes() {
        return wishes;
    }

    @Nullable EventId create() {
        return create;
    }
}

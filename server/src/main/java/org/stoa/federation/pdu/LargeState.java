package org.stoa.federation.pdu;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.version.RoomRules;
import org.stoa.remote.LargeResult;
import org.stoa.remote.connect.AnswerText;
import org.stoa.rooms.receive.GivenState;

/// A state with its auth chain in the text of an answer, which may be larger than the memory. The text is read twice: first for
/// what its events are called, where they stand, what they name and which keys they were signed with, which are asked for then all
/// together; later piece by piece, in the order in which the events can be checked. Of use only as long as the text is there; for
/// one thread at a time.
///
/// Why: docs/adr/0023-states-of-other-servers-are-read-from-the-disk.md. Spec:
/// server-server-api#put_matrixfederationv2send_joinroomideventid, #get_matrixfederationv1stateroomid (v1.19).
public final class LargeState implements GivenState {
    private static final String AUTH_CHAIN = "auth_chain";

    /// Members that are no events: the names of the servers in the room.
    private static final int MAX_MEMBER = 2 << 20;

    private static final int MAX_VALUES = 100_000;

    private final RoomId room;
    private final RoomRules rules;
    private final PduReader pdus;
    private final AnswerText text;
    private final EventIndex index;
    private final Map<String, FirstLook.Span> members;
    private final List<EventId> state;
    private final @Nullable EventId create;
    private final Predicate<EventId> wanted;

    private LargeState(
            RoomId room,
            RoomRules rules,
            PduReader pdus,
            AnswerText text,
            EventIndex index,
            Map<String, FirstLook.Span> members,
            List<EventId> state,
            @Nullable EventId create,
            Predicate<EventId> wanted) {
        this.room = room;
        this.rules = rules;
        this.pdus = pdus;
        this.text = text;
        this.index = index;
        this.members = members;
        this.state = state;
        this.create = create;
        this.wanted = wanted;
    }

    /// Looks through an answer.
    ///
    /// Errors: M_UNKNOWN with status 502 when it is no JSON object, or there is no room in memory even for what its events are
    /// called.
    ///
    /// @param name the member of the answer that holds the state
    /// @param wanted which of its events are handed over; of the others only the ids are told
    public static LargeState of(
            LargeResult.Text answer,
            String name,
            RoomId room,
            RoomRules rules,
            PduReader pdus,
            Predicate<EventId> wanted) {
        FirstLook first = new FirstLook(answer, name, room, rules, pdus, wanted);
        try (InputStream in = answer.text().stream()) {
            JsonOutline.read(in, Set.of(name, AUTH_CHAIN), first);
        } catch (JsonException e) {
            throw unusable(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw unusable("it was lost: " + e.getMessage());
        }
        first.flush();
        pdus.prepare(first.wishes());
        return new LargeState(
                room,
                rules,
                pdus.withKnownKeys(),
                answer.text(),
                first.index(),
                Map.copyOf(first.members()),
                List.copyOf(first.state()),
                first.create(),
                wanted);
    }

    static MatrixException unusable(String why) {
        return new MatrixException(
                        ErrorCode.UNKNOWN, "The other server's answer cannot be used: " + why)
                .withStatus(502);
    }

    /// Whether a member of the answer is an array.
    public boolean isArray(String name) {
        FirstLook.Span span = members.get(name);
        return span != null && text.part(span.from(), span.from() + 1)[0] == '[';
    }

    /// Returns a member of the answer that is neither the state nor the auth chain; empty when there is none.
    ///
    /// Errors: M_UNKNOWN with status 502 when it is not JSON, or too large.
    public Optional<Json> member(String name) {
        FirstLook.Span span = members.get(name);
        if (span == null) {
            return Optional.empty();
        }
        if (span.to() - span.from() > MAX_MEMBER) {
            throw unusable("its " + name + " is too large");
        }
        try {
            return Optional.of(Json.parse(text.part(span.from(), span.to()), MAX_VALUES));
        } catch (JsonException e) {
            throw unusable(String.valueOf(e.getMessage()));
        }
    }

    /// Returns the same, of which only some events are handed over.
    public LargeState only(Set<EventId> some) {
        return new LargeState(
                room, rules, pdus, text, index, members, state, create, some::contains);
    }

    /// Returns one of its events, when it may be believed.
    public Optional<Event> find(EventId id) {
        int number = index.numberOf(id);
        if (number < 0 || index.to(number) == 0) {
            return Optional.empty();
        }
        return Piece.read(text, index.from(number), index.to(number))
                .flatMap(piece -> pdus.read(room, rules, List.of(piece.object())).find(id));
    }

    @Override
    public Optional<Event> create() {
        return create == null ? Optional.empty() : find(create);
    }

    @Override
    public List<EventId> state() {
        return state;
    }

    @Override
    public void forEachBatch(Consumer<List<Event>> reader) {
        Pieces pieces = new Pieces();
        for (int number : index.byAuths(wanted)) {
            Piece.read(text, index.from(number), index.to(number)).ifPresent(pieces::add);
            if (pieces.isFull()) {
                hand(pieces, reader);
            }
        }
        hand(pieces, reader);
    }

    private void hand(Pieces pieces, Consumer<List<Event>> reader) {
        List<Event> events = pdus.read(room, rules, pieces.objects()).events();
        pieces.clear();
        if (!events.isEmpty()) {
            reader.accept(events);
        }
    }
}

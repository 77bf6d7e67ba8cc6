package org.stoa.rooms.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stoa.http.JsonBuffer;
import org.stoa.http.Response;
import org.stoa.http.auth.Requester;
import org.stoa.platform.token.TimelineToken;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.States;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;

/// Answers `/context`. Thread-safe.
///
/// Spec: client-server-api#get_matrixclientv3roomsroomidcontexteventid (v1.19).
public final class EventContext {
    private final Database database;
    private final EventAccess access;
    private final States states;
    private final Names names;
    private final GapWalk.Parts walking;
    private final EventPieces.Parts pieces;
    private final BundledEvents bundledEvents;

    /// Creates it.
    public EventContext(
            Database database,
            RoomAccess access,
            EventStore events,
            States states,
            Names names,
            GapWalk.Parts walking,
            Visibility visibility,
            ClientEvents clientEvents,
            BundledEvents bundledEvents) {
        this.database = database;
        this.access = new EventAccess(access, events, visibility);
        this.states = states;
        this.names = names;
        this.walking = walking;
        this.pieces = new EventPieces.Parts(database, events, clientEvents, visibility);
        this.bundledEvents = bundledEvents;
    }

    /// The event with at most `limit` others around it, half before and half after, as an answer.
    ///
    /// Errors: M_FORBIDDEN; M_NOT_FOUND when there is no such event, or the user may not see it.
    public Response around(
            Requester requester,
            RoomId roomId,
            EventId eventId,
            int limit,
            EventFilter filter,
            EventFormat format) {
        GapWalk walk = new GapWalk(walking);
        while (true) {
            Optional<Response> answer =
                    database.read(
                            tx -> {
                                EventAccess.SeenEvent found =
                                        access.require(tx, requester, roomId, eventId);
                                if (found.event().ord() == 0) {
                                    throw EventStore.notFound();
                                }
                                return answer(tx, requester, found, limit, filter, format, walk);
                            });
            if (answer.isPresent()) {
                return answer.get();
            }
            walk.fill();
        }
    }

    /// The answer; empty when the walk waits at a gap.
    private Optional<Response> answer(
            Tx tx,
            Requester requester,
            EventAccess.SeenEvent found,
            int limit,
            EventFilter filter,
            EventFormat format,
            GapWalk walk) {
        RoomAccess.Access seen = found.seen();
        long ord = found.event().ord();
        int half = limit / 2;
        Timeline.Page before = walk.backwards(tx, requester, seen, ord - 1, 0, half, filter);
        if (walk.isWaiting()) {
            return Optional.empty();
        }
        Timeline.Page after =
                walk.forwards(tx, requester, seen, ord, Long.MAX_VALUE, limit - half, filter);
        return walk.isWaiting()
                ? Optional.empty()
                : Optional.of(answer(tx, requester, found, before, after, filter, format));
    }

    private Response answer(
            Tx tx,
            Requester requester,
            EventAccess.SeenEvent found,
            Timeline.Page before,
            Timeline.Page after,
            EventFilter filter,
            EventFormat format) {
        Visibility.Reader reader = found.reader();
        StoredEvent event = found.event();
        List<byte[]> textsBefore =
                bundledEvents.renderFirst(
                        tx, requester, reader, before.events(), format, Timeline.MAX_BYTES);
        List<byte[]> textsAfter =
                bundledEvents.renderFirst(
                        tx, requester, reader, after.events(), format, Timeline.MAX_BYTES);
        List<StoredEvent> eventsBefore = before.events().subList(0, textsBefore.size());
        List<StoredEvent> eventsAfter = after.events().subList(0, textsAfter.size());
        StoredEvent first = eventsBefore.isEmpty() ? event : eventsBefore.getLast();
        StoredEvent last = eventsAfter.isEmpty() ? event : eventsAfter.getLast();
        JsonBuffer out = new JsonBuffer().beginObject();
        out.member("start", new TimelineToken(first.ord() - 1).toString());
        out.array("events_before", textsBefore);
        out.name("event")
                .text(
                        bundledEvents
                                .render(tx, requester, reader, List.of(event), format)
                                .getFirst());
        out.array("events_after", textsAfter);
        out.member("end", new TimelineToken(last.ord()).toString());
        List<StoredEvent> shown = new ArrayList<>(eventsBefore);
        shown.add(event);
        shown.addAll(eventsAfter);
        EventPieces state =
                state(requester, found, stateAfter(tx, last), senders(shown), filter, format);
        return Response.json(
                out.name("state").beginArray(),
                more -> {
                    state.write(more);
                    if (!state.hasNext()) {
                        more.endArray().endObject();
                    }
                    return state.hasNext();
                });
    }

    /// The state at the last event that is shown.
    private StateMap stateAfter(Tx tx, StoredEvent last) {
        StateMap before = states.all(tx, last.before());
        return last.isState()
                ? before.with(last.header().stateKey(), last.event(), last.before().version() + 1)
                : before;
    }

    private static Set<String> senders(List<StoredEvent> shown) {
        Set<String> senders = new HashSet<>();
        shown.forEach(event -> senders.add(event.parsed().sender().toString()));
        return senders;
    }

    /// @param senders whose member events are wanted when members are loaded lazily
    private EventPieces state(
            Requester requester,
            EventAccess.SeenEvent found,
            StateMap state,
            Set<String> senders,
            EventFilter filter,
            EventFormat format) {
        Set<Long> leftOut = filter.lazyLoadMembers() ? membersBut(senders, state) : Set.of();
        List<Long> numbers = new ArrayList<>();
        state.forEach(
                (key, event, version) -> {
                    if (!leftOut.contains(key)) {
                        numbers.add(event);
                    }
                });
        return pieces.of(requester, found.seen().room(), numbers, filter::wants, format);
    }

    /// The keys of the state that are those of members, but for some.
    private Set<Long> membersBut(Set<String> some, StateMap state) {
        Set<Long> keys = new HashSet<>();
        state.forEach((key, event, version) -> keys.add(key));
        keys.retainAll(names.ofType(names.type(EventTypes.MEMBER), keys));
        // As many as events are shown.
        some.forEach(user -> names.findStateKey(EventTypes.MEMBER, user).ifPresent(keys::remove));
        return keys;
    }
}

package org.stoa.rooms.read;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stoa.http.auth.Requester;
import org.stoa.platform.token.TimelineToken;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.StateView;
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
    private final EventStore events;
    private final States states;
    private final Names names;
    private final GapWalk.Parts walking;
    private final ClientEvents clientEvents;
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
        this.events = events;
        this.states = states;
        this.names = names;
        this.walking = walking;
        this.clientEvents = clientEvents;
        this.bundledEvents = bundledEvents;
    }

    /// The event with at most `limit` others around it, half before and half after, as the text of the answer.
    ///
    /// Errors: M_FORBIDDEN; M_NOT_FOUND when there is no such event, or the user may not see it.
    public byte[] around(
            Requester requester,
            RoomId roomId,
            EventId eventId,
            int limit,
            EventFilter filter,
            EventFormat format) {
        GapWalk walk = new GapWalk(walking);
        while (true) {
            Optional<byte[]> text =
                    database.read(
                            tx -> {
                                EventAccess.SeenEvent found =
                                        access.require(tx, requester, roomId, eventId);
                                if (found.event().ord() == 0) {
                                    throw EventStore.notFound();
                                }
                                return text(tx, requester, found, limit, filter, format, walk);
                            });
            if (text.isPresent()) {
                return text.get();
            }
            walk.fill();
        }
    }

    /// The answer; empty when the walk waits at a gap.
    private Optional<byte[]> text(
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
                : Optional.of(text(tx, requester, found, before, after, filter, format));
    }

    private byte[] text(
            Tx tx,
            Requester requester,
            EventAccess.SeenEvent found,
            Timeline.Page before,
            Timeline.Page after,
            EventFilter filter,
            EventFormat format) {
        Visibility.Reader reader = found.reader();
        StoredEvent event = found.event();
        List<StoredEvent> shown = new ArrayList<>(before.events());
        shown.add(event);
        shown.addAll(after.events());
        StoredEvent last = after.events().isEmpty() ? event : after.events().getLast();
        StoredEvent first = before.events().isEmpty() ? event : before.events().getLast();
        List<StoredEvent> state = state(tx, stateAfter(tx, last), shown, filter);
        return new JsonText()
                .put("start", new TimelineToken(first.ord() - 1).toString())
                .putAll(
                        "events_before",
                        bundledEvents.render(tx, requester, reader, before.events(), format))
                .put(
                        "event",
                        bundledEvents
                                .render(tx, requester, reader, List.of(event), format)
                                .getFirst())
                .putAll(
                        "events_after",
                        bundledEvents.render(tx, requester, reader, after.events(), format))
                .putAll("state", clientEvents.render(tx, requester, reader, state, format))
                .put("end", new TimelineToken(last.ord()).toString())
                .toBytes();
    }

    /// The state at the last event that is shown.
    private StateMap stateAfter(Tx tx, StoredEvent last) {
        StateMap before = states.all(tx, last.before());
        return last.isState()
                ? before.with(last.header().stateKey(), last.event(), last.before().version() + 1)
                : before;
    }

    private List<StoredEvent> state(
            Tx tx, StateMap state, List<StoredEvent> shown, EventFilter filter) {
        Set<Long> numbers = new LinkedHashSet<>();
        Set<Long> lazy = new LinkedHashSet<>();
        if (filter.lazyLoadMembers()) {
            StateView view = new StateView(state, names, events);
            for (StoredEvent event : shown) {
                view.stored("m.room.member", event.parsed().sender().toString())
                        .ifPresent(member -> lazy.add(member.event()));
            }
        }
        long memberType = names.type("m.room.member");
        state.forEach((key, event, version) -> numbers.add(event));
        return events.getAll(tx, numbers).values().stream()
                .filter(
                        event ->
                                !filter.lazyLoadMembers()
                                        || event.header().type() != memberType
                                        || lazy.contains(event.event()))
                .filter(filter::wants)
                .toList();
    }
}

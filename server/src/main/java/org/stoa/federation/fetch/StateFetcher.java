package org.stoa.federation.fetch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.federation.pdu.LargeState;
import org.stoa.federation.pdu.PduReader;
import org.stoa.platform.Coalescer;
import org.stoa.platform.Time;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.LargeResult;
import org.stoa.remote.RemotePath;
import org.stoa.remote.RemoteResult;
import org.stoa.remote.RemoteServers;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.StateView;
import org.stoa.storage.Names;

/// Fetches the state before an event whose prev events cannot be had. Thread-safe; blocks; who wants the same state at the
/// same time shares one go at it.
///
/// First only the ids are asked for, since nearly all of a state is here already; then the events that are not, one by one
/// or, when they are many, all with one request.
///
/// Spec: server-server-api#retrieving-events (v1.19).
public final class StateFetcher {
    private static final Logger LOG = LoggerFactory.getLogger(StateFetcher.class);

    /// Servers that are believed to know the state; each may cost a large answer.
    private static final int MAX_PEERS = 3;

    /// Events that are asked for one by one; more come with one request for the whole state.
    private static final int MAX_SINGLE = 100;

    /// For lists of ids: one of 100,000 members takes some 10 MB.
    private static final RequestLimits IDS =
            new RequestLimits(
                    RequestLimits.LARGE.total(), RequestLimits.LARGE.silence(), 64L << 20);

    /// What is counted for an event that was asked for by itself, besides its own size.
    private static final long BYTES_OF_REQUEST = 1 << 10;

    private final RemoteServers servers;
    private final PduReader pdus;
    private final EventFetcher single;
    private final AuthFetcher auths;
    private final StoredIds stored;
    private final EventStore events;
    private final Names names;
    private final Time time;
    private final StateBounds bounds;
    private final Coalescer<Wanted, Optional<List<EventId>>> running = new Coalescer<>();

    StateFetcher(
            RemoteServers servers,
            PduReader pdus,
            EventFetcher single,
            AuthFetcher auths,
            StoredIds stored,
            EventStore events,
            Names names,
            Time time,
            StateBounds bounds) {
        this.servers = servers;
        this.pdus = pdus;
        this.single = single;
        this.auths = auths;
        this.stored = stored;
        this.events = events;
        this.names = names;
        this.time = time;
        this.bounds = bounds;
    }

    private record Wanted(long room, EventId event) {}

    /// Returns all state events before an event, for [org.stoa.rooms.receive.ReceivedEvent#after]; those of them that could
    /// be had and believed are stored as outliers. Empty when no server gives a state that can be used.
    ///
    /// @param peers whom to ask, in turn
    public Optional<List<EventId>> stateBefore(Room room, List<ServerName> peers, EventId event) {
        return stateBefore(room, peers, event, RequestLimits.LARGE.total().multipliedBy(MAX_PEERS));
    }

    /// The same, where what is not here by then is given up.
    public Optional<List<EventId>> stateBefore(
            Room room, List<ServerName> peers, EventId event, Duration patience) {
        long end = time.nanoTime() + patience.toNanos();
        return running.get(new Wanted(room.nid(), event), () -> fetch(room, peers, event, end));
    }

    private Optional<List<EventId>> fetch(
            Room room, List<ServerName> peers, EventId event, long end) {
        for (ServerName peer : peers.subList(0, Math.min(peers.size(), MAX_PEERS))) {
            Optional<List<EventId>> state =
                    askForIds(
                            room,
                            peer,
                            event,
                            end,
                            given ->
                                    given.filter(named -> hasCreateEvent(room, named))
                                            .filter(
                                                    named ->
                                                            complete(
                                                                    room, peer, peers, event, named,
                                                                    end))
                                            .map(named -> List.copyOf(named.state())));
            if (state.isPresent()) {
                return state;
            }
            LOG.debug("{} gave no usable state before {} in {}", peer, event, room.roomId());
        }
        return Optional.empty();
    }

    private <T> T askForIds(
            Room room,
            ServerName peer,
            EventId event,
            long end,
            Function<Optional<NamedState>, T> reader) {
        Duration left = Duration.ofNanos(end - time.nanoTime());
        return left.isPositive() && !bounds.of(room, peer).isUsedUp()
                ? servers.get(peer)
                        .getShared(
                                path(room, "state_ids", event),
                                IDS.within(left),
                                result -> reader.apply(named(room, peer, result)))
                : reader.apply(Optional.empty());
    }

    private static RemotePath path(Room room, String what, EventId event) {
        return RemotePath.of("/_matrix/federation/v1/" + what + "/{}", room.roomId())
                .with("event_id", event);
    }

    /// What a server names, unless it is more than a state of the room may have.
    private Optional<NamedState> named(Room room, ServerName peer, RemoteResult result) {
        if (!(result instanceof RemoteResult.Done answer)) {
            return Optional.empty();
        }
        StateBounds.Bound bound = bounds.of(room, peer);
        bounds.spent(room, peer, bound.beyondKnown(answer.bytes()));
        Optional<NamedState> named = NamedState.of(answer.body());
        if (named.filter(state -> state.size() > bound.ids()).isPresent()) {
            LOG.info(
                    "{} names {} events for a state of {}, which may have {}",
                    peer,
                    named.get().size(),
                    room.roomId(),
                    bound.ids());
            return Optional.empty();
        }
        return named;
    }

    /// A state of this room has its create event; one of another room, or none at all, has not.
    private boolean hasCreateEvent(Room room, NamedState named) {
        return new StateView(room.visible().head().state(), names, events)
                .stored(EventTypes.CREATE, "")
                .map(StoredEvent::eventId)
                .filter(named.state()::contains)
                .isPresent();
    }

    /// Fetches what is missing; returns whether the state is here then, as far as the server that named it gives it. A few events of old rooms are signed with
    /// keys that nobody has any more. Only the server that named them is asked for single events: names cost it nothing, and the
    /// others should not have the work.
    private boolean complete(
            Room room,
            ServerName peer,
            List<ServerName> peers,
            EventId event,
            NamedState named,
            long end) {
        Set<EventId> missing = stored.missing(named.all());
        if (missing.isEmpty()) {
            return true;
        }
        boolean isAnswered =
                missing.size() > MAX_SINGLE
                        ? isWholeStored(room, peer, peers, event, missing, end)
                        : isEachStored(room, peer, peers, missing);
        int lacking = stored.missing(named.state()).size();
        return lacking == 0 || (isAnswered && lacking <= named.state().size() / 2);
    }

    private boolean isEachStored(
            Room room, ServerName peer, List<ServerName> peers, Set<EventId> missing) {
        EventFetcher.Fetched fetched = single.fetchAll(room.roomId(), room.rules(), peer, missing);
        bounds.spent(room, peer, BYTES_OF_REQUEST * missing.size() + fetched.bytes());
        auths.store(room, peers, fetched.events());
        return fetched.isAnswered();
    }

    /// Stores the missing events out of the whole state and its auth chain; returns whether the server gave one.
    private boolean isWholeStored(
            Room room,
            ServerName peer,
            List<ServerName> peers,
            EventId event,
            Set<EventId> missing,
            long end) {
        Duration left = Duration.ofNanos(end - time.nanoTime());
        StateBounds.Bound bound = bounds.of(room, peer);
        if (!left.isPositive() || bound.isUsedUp()) {
            return false;
        }
        return servers.get(peer)
                .getLarge(
                        path(room, "state", event),
                        RequestLimits.LARGE.within(left),
                        bound.bytes(),
                        result -> isStored(room, peer, peers, missing, result, bound));
    }

    private boolean isStored(
            Room room,
            ServerName peer,
            List<ServerName> peers,
            Set<EventId> missing,
            LargeResult result,
            StateBounds.Bound bound) {
        if (!(result instanceof LargeResult.Text answer)) {
            spentInVain(room, peer, result, bound);
            return false;
        }
        bounds.spent(room, peer, answer.text().size());
        try {
            LargeState state =
                    LargeState.of(
                            answer, "pdus", room.roomId(), room.rules(), pdus, missing::contains);
            auths.store(room, peers, state);
            return true;
        } catch (MatrixException unusable) {
            LOG.debug("A state of {}: {}", room.roomId(), unusable.getMessage());
            return false;
        }
    }

    /// What came of an answer that was cut off may have been as much as it was allowed to be.
    private void spentInVain(
            Room room, ServerName peer, LargeResult result, StateBounds.Bound bound) {
        if (result instanceof LargeResult.Failed(RemoteResult.BadAnswer(String reason))) {
            bounds.spent(room, peer, bound.bytes());
            LOG.info("{} gave no state of {}: {}", peer, room.roomId(), reason);
        }
    }
}

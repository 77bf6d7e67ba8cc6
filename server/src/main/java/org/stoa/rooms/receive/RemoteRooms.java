package org.stoa.rooms.receive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.persist.CurrentState;
import org.stoa.rooms.persist.EventPersister;
import org.stoa.rooms.persist.Extremities;
import org.stoa.rooms.persist.PartialRooms;
import org.stoa.rooms.persist.Placement;
import org.stoa.rooms.persist.Placement.Kind;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.resolve.PriorStates;
import org.stoa.rooms.resolve.StateBefore;
import org.stoa.rooms.send.EventSender;
import org.stoa.rooms.state.StateMap;
import org.stoa.storage.Database;
import org.stoa.storage.Names;

/// Enters rooms of other servers by the answer of one that is in them: for the first time, or again after the last user of
/// this server had left. Thread-safe.
///
/// Where the answer leaves members out, the room is partial from then on, until {@link PartialStates} makes it whole.
///
/// The events of the answer are stored as outliers first, in several writes, which nobody sees. Then one write makes the
/// state of the answer the current one, and the join its only extremity, with a gap below it. Who is cut off in between
/// joins again and goes on from what is stored.
///
/// Spec: server-server-api#joining-rooms (v1.19).
public final class RemoteRooms {
    private static final int LOCKS = 64;

    private final RoomOpening opening;
    private final Outliers outliers;
    private final EventSender sender;
    private final EventPersister persister;
    private final Extremities extremities;
    private final CurrentState currentState;
    private final PriorStates priorStates;
    private final References.Finder finder;
    private final Checks checks;
    private final Arrival arrival;
    private final Acceptance acceptance;
    private final Participation participation;
    private final GivenStates givenStates;
    private final PartialRooms partialRooms;
    private final Names numbers;
    private final EventNames names;
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    RemoteRooms(
            Database database,
            EventStore events,
            RoomOpening opening,
            Outliers outliers,
            EventSender sender,
            EventPersister persister,
            Extremities extremities,
            CurrentState currentState,
            PriorStates priorStates,
            Arrival arrival,
            Acceptance acceptance,
            Participation participation,
            PartialRooms partialRooms) {
        this.opening = opening;
        this.outliers = outliers;
        this.sender = sender;
        this.persister = persister;
        this.extremities = extremities;
        this.currentState = currentState;
        this.priorStates = priorStates;
        this.arrival = arrival;
        this.acceptance = acceptance;
        this.participation = participation;
        this.partialRooms = partialRooms;
        this.numbers = database.names();
        this.finder = new References.Finder(database, events);
        this.checks = new Checks(events, database.names());
        this.givenStates = new GivenStates(database, events);
        this.names = new EventNames(database.names());
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /// Enters the room and returns it when that is durable. When a user of this server is in it already, as by another join
    /// meanwhile, the join comes in like any other event and the state of the answer is left alone.
    ///
    /// Errors: M_FORBIDDEN when the join is not allowed by the state that the answer gives; M_BAD_JSON when the answer does
    /// not make a room.
    public Room enter(JoinAnswer answer) {
        Event create = create(answer);
        ReentrantLock lock = locks[Math.floorMod(answer.join().roomId().hashCode(), LOCKS)];
        lock.lock();
        try {
            Room room = opening.open(answer.join().roomId(), answer.version(), create.sender());
            Map<EventId, Verdict> verdicts = outliers.store(room, answer.given());
            if (!(verdicts.get(create.eventId()) instanceof Verdict.Accepted)) {
                throw badAnswer("Its create event is not that of the room");
            }
            names.prepare(List.of(answer.join()));
            if (answer.omitted() != null) {
                numbers.prepareServers(answer.omitted().servers());
            }
            return sender.update(room, update -> enter(update, answer));
        } finally {
            lock.unlock();
        }
    }

    private static Event create(JoinAnswer answer) {
        return answer.given()
                .create()
                .orElseThrow(() -> badAnswer("Its state has no create event"));
    }

    private Room enter(RoomUpdate update, JoinAnswer answer) {
        Event join = answer.join();
        References references = finder.of(update, join);
        StoredEvent known = references.known();
        if (known != null && (known.header().flags() & EventFlags.OUTLIER) == 0) {
            return update.room();
        }
        List<EventId> ids = answer.given().state();
        if (participation.isHere(update.head())) {
            return enterAgain(update, answer, ids);
        }
        StateMap state = givenStates.map(update.room(), ids);
        if (answer.omitted() == null) {
            requireAllowed(join, references, state);
            if (update.head().isPartial()) {
                partialRooms.abandon(update);
            }
        } else {
            requireAllowed(join, references, Checks.withNamed(state, references.auths()));
            partialRooms.begin(update, answer.omitted().resident(), answer.omitted().servers());
        }
        currentState.become(update, state);
        StoredEvent stored = addJoin(update, join, references);
        extremities.only(update, stored);
        priorStates.settle(update);
        return update.room();
    }

    /// A state without members says nothing where all are known.
    private Room enterAgain(RoomUpdate update, JoinAnswer answer, List<EventId> ids) {
        boolean isOfUse = answer.omitted() == null || update.head().isPartial();
        ReceivedEvent received =
                isOfUse ? ReceivedEvent.after(answer.join(), ids) : ReceivedEvent.of(answer.join());
        Verdict verdict = acceptance.accept(update, List.of(received)).getFirst();
        priorStates.settle(update);
        if (!(verdict instanceof Verdict.Accepted)) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "The room does not allow the join: " + verdict);
        }
        return update.room();
    }

    private void requireAllowed(Event join, References references, StateMap state) {
        if (!references.missingAuths().isEmpty() || references.isElsewhere()) {
            throw badAnswer("The auth events of the join are not in it");
        }
        Event create = checks.view(state).get(EventTypes.CREATE, "");
        Optional<String> failed =
                Checks.place(join, references)
                        .or(() -> Checks.byAuthEvents(join, references.auths(), create))
                        .or(() -> checks.byStateBefore(join, state));
        if (failed.isPresent()) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "The room does not allow the join: " + failed.get());
        }
    }

    private StoredEvent addJoin(RoomUpdate update, Event join, References references) {
        RoomHead head = update.head();
        boolean isFirst = head.lastOrd() < RoomHead.FIRST_ORD;
        long ord = isFirst ? RoomHead.FIRST_ORD : head.lastOrd() + Acceptance.GAP;
        StateBefore before = new StateBefore(head.stateRef(), head.state(), false);
        Arrival.Parts parts = arrival.parts(update, join, references);
        Placement place = arrival.place(update, Kind.LIVE, references, ord, before);
        Arrival.arrived(update, join, references);
        // What stands between the older events here and the join is not here either.
        List<EventId> missing = new ArrayList<>(references.missingPrevs());
        if (missing.isEmpty() && !isFirst) {
            missing.addAll(join.prevEvents());
        }
        if (!missing.isEmpty()) {
            update.write().add(Acceptance.gap(update, ord, missing));
        }
        return persister.fork(update, parts.draft(), parts.built(), place);
    }

    private static MatrixException badAnswer(String why) {
        return new MatrixException(
                ErrorCode.BAD_JSON, "The answer to the join makes no room: " + why);
    }
}

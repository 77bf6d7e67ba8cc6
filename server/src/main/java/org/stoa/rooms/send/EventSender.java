package org.stoa.rooms.send;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.auth.AuthResult;
import org.stoa.protocol.auth.AuthRules;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventReferences;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Extremity;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.persist.EventPersister;
import org.stoa.rooms.persist.Extremities;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.resolve.PriorStates;
import org.stoa.rooms.resolve.StateBefore;
import org.stoa.storage.Names;
import org.stoa.storage.Pending;
import org.stoa.storage.StorageException;

/// Sends an event of a local user: builds it on the room's tip, authorises it, hands it to the commit queue, and answers
/// when it is durable.
///
/// The room's lock is held from the look at its tip to the submission, never while waiting for the commit.
public final class EventSender {
    private static final Check NO_CHECK = (room, draft) -> {};

    private final Rooms rooms;
    private final EventStore events;
    private final Names names;
    private final EventFactory factory;
    private final EventPersister persister;
    private final TransactionIds transactions;
    private final PriorStates priorStates;
    private final Extremities extremities;

    /// Creates the sender.
    public EventSender(
            Rooms rooms,
            EventStore events,
            Names names,
            EventFactory factory,
            EventPersister persister,
            TransactionIds transactions,
            PriorStates priorStates,
            Extremities extremities) {
        this.rooms = rooms;
        this.events = events;
        this.names = names;
        this.factory = factory;
        this.persister = persister;
        this.transactions = transactions;
        this.priorStates = priorStates;
        this.extremities = extremities;
    }

    /// Questions to a policy server for one update: as many as it has events, and some because the room went on meanwhile.
    private static final int MAX_ROUNDS = 10;

    private static final Set<String> MADE_ANEW =
            Set.of("origin_server_ts", "hashes", "signatures", "event_id");

    private volatile Recommendations recommendations = Recommendations.NOT_NEEDED;

    private record Submitted(long event, @Nullable Pending pending) {}

    /// What an update of a room came to: a value, and the write that makes it true.
    ///
    /// @param pending null when nothing had to be written
    public record Outcome<T>(T value, @Nullable Pending pending) {
        /// Waits until it is durable.
        ///
        /// Throws StorageException when it could not be made so.
        public T await() {
            if (pending != null) {
                pending.await().orThrow();
            }
            return value;
        }
    }

    /// What is done to a room under its lock.
    @FunctionalInterface
    public interface Story<T> {
        /// Adds events to the update; what it throws leaves the room as it was.
        T tell(RoomUpdate update);
    }

    /// Sends one event; a retransmission of the same transaction gives the event of the first.
    ///
    /// Errors: M_FORBIDDEN when the room's rules do not allow it, M_BAD_JSON when they allow it to nobody; M_TOO_LARGE when it is larger than 65,536 bytes.
    public StoredEvent send(Room room, Draft draft, Optional<TransactionKey> transaction) {
        return send(room, draft, transaction, NO_CHECK);
    }

    /// What must hold of a draft besides the room's rules; asked when those allow it.
    @FunctionalInterface
    public interface Check {
        /// Throws MatrixException when the draft may not be sent.
        void check(Room room, Draft draft);
    }

    /// Sends one event if a check lets it; a retransmission is not checked.
    ///
    /// Errors: those of the check, and as without it.
    public StoredEvent send(
            Room room, Draft draft, Optional<TransactionKey> transaction, Check check) {
        nameBefore(room, draft);
        Submitted submitted =
                recommended(
                        room,
                        signed ->
                                rooms.locked(
                                        room,
                                        current ->
                                                submit(
                                                        current,
                                                        draft,
                                                        transaction.orElse(null),
                                                        check,
                                                        signed)));
        if (submitted.pending() != null) {
            try {
                submitted.pending().await().orThrow();
            } catch (RuntimeException failed) {
                transaction.ifPresent(key -> transactions.failed(key, submitted.event()));
                throw failed;
            }
            transaction.ifPresent(key -> transactions.committed(key, submitted.event()));
        }
        return events.get(submitted.event());
    }

    /// A type or state key that nobody used so far, when a member sends it.
    private void nameBefore(Room room, Draft draft) {
        boolean isMessageOfKnownType =
                draft.stateKey().isEmpty() && names.findType(draft.type()).isPresent();
        if (isMessageOfKnownType) {
            return;
        }
        StateView visible = new StateView(room.visible().head().state(), names, events);
        if (visible.membership(draft.sender()) == Membership.JOIN) {
            names.type(draft.type());
            draft.stateKey().ifPresent(key -> name(draft.type(), key));
        }
    }

    /// Gives a state key its number, which may wait for a commit, before the lock of a room is taken; inside, nobody else
    /// could send meanwhile. Only for those who may be expected to set that state: the number stays.
    public void name(String type, String stateKey) {
        names.stateKey(type, stateKey);
    }

    /// Does something to a room under its lock, and returns what to wait for.
    public <T> Outcome<T> begin(Room room, Story<T> story) {
        return recommended(
                room, signed -> rooms.locked(room, current -> tell(current, story, signed)));
    }

    /// Does something to a room under its lock and waits until it is durable.
    public <T> T update(Room room, Story<T> story) {
        return begin(room, story).await();
    }

    /// Whether somebody else is asked before a message of that type is sent.
    public boolean isAskedFor(RoomHead head, String type) {
        return recommendations.areNeeded(head, type, Optional.empty());
    }

    /// Says who is asked for recommendations, before anything is sent.
    public void askFor(Recommendations others) {
        recommendations = others;
    }

    /// Does something under the room's lock, as often as a policy server has to be asked for a signature in between: then what
    /// was begun is given up, the server is asked without the lock, and it begins again with the signed event.
    private <T> T recommended(Room room, Function<List<Event>, T> locked) {
        List<Event> signed = new ArrayList<>();
        for (int round = 0; round < MAX_ROUNDS; round++) {
            try {
                return locked.apply(List.copyOf(signed));
            } catch (NotRecommendedYet asked) {
                signed.add(recommendations.recommended(room, asked.event()));
            }
        }
        throw new MatrixException(
                        ErrorCode.UNKNOWN, "The room changes faster than its policy server answers")
                .withStatus(503);
    }

    /// The event as the policy server has signed it, when the room has one.
    private EventFactory.Built recommended(RoomUpdate update, EventFactory.Built built) {
        Event event = built.event();
        if (!recommendations.areNeeded(update.head(), event.type(), event.stateKey())) {
            return built;
        }
        return update.recommended().stream()
                .filter(signed -> isSame(signed, event))
                .findFirst()
                .map(signed -> new EventFactory.Built(signed, built.prevs(), built.authEvents()))
                .orElseThrow(() -> new NotRecommendedYet(event));
    }

    /// Whether two events differ only by when they were made.
    private static boolean isSame(Event one, Event other) {
        return timeless(one).equals(timeless(other));
    }

    private static JsonObject timeless(Event event) {
        JsonObject.Builder json = JsonObject.builder();
        event.json()
                .forEach(
                        (name, value) -> {
                            if (!MADE_ANEW.contains(name)) {
                                json.put(name, value);
                            }
                        });
        return json.build();
    }

    /// Builds and authorises an event on the update's head and adds it. A state event that would change nothing is not
    /// made; the one that holds the key is returned.
    public StoredEvent add(RoomUpdate update, Draft draft) {
        return add(update, draft, NO_CHECK);
    }

    private StoredEvent add(RoomUpdate update, Draft draft, Check check) {
        Room room = update.room();
        if (!update.head().settled()) {
            priorStates.settle(update);
        }
        StateView state = new StateView(update.head().state(), names, events);
        Optional<StoredEvent> same = sameState(state, draft);
        if (same.isPresent()) {
            return same.get();
        }
        if (update.head().extremities().size() > EventReferences.MAX_PREV_EVENTS) {
            return addOnNewest(update, draft, check);
        }
        EventFactory.Built built = factory.build(room.roomId(), room.rules(), update.head(), draft);
        authorise(built, state);
        check.check(room, draft);
        return persister.append(update, draft, recommended(update, built));
    }

    /// Adds an event that brings extremities together. Where there are more than an event names these are the oldest, so that what was
    /// brought together already is taken up again once with 19 like it, and not by each of the next events; or the newest, when the
    /// state after the oldest does not allow the event.
    public StoredEvent merge(RoomUpdate update, Draft draft) {
        List<Extremity> all = update.head().extremities();
        if (all.size() <= EventReferences.MAX_PREV_EVENTS) {
            return add(update, draft);
        }
        OnSome oldest =
                onSome(
                        update,
                        draft,
                        all.subList(all.size() - EventReferences.MAX_PREV_EVENTS, all.size()));
        return oldest.isAllowed()
                ? add(update, draft, NO_CHECK, oldest)
                : addOnNewest(update, draft, NO_CHECK);
    }

    /// An event names at most 20 others. Where there are more extremities it follows only the newest, and has to be allowed
    /// both by the state after these and by the current one.
    private StoredEvent addOnNewest(RoomUpdate update, Draft draft, Check check) {
        List<Extremity> all = update.head().extremities();
        OnSome newest = onSome(update, draft, all.subList(0, EventReferences.MAX_PREV_EVENTS));
        return add(update, draft, check, newest.isAllowed() ? newest : onWhatAllows(update, draft));
    }

    private OnSome onWhatAllows(RoomUpdate update, Draft draft) {
        RoomHead head = factory.onWhatAllows(update.room().rules(), update.head(), draft);
        return onSome(update, draft, head.extremities());
    }

    /// An event that follows some of the extremities, with the state before it.
    private record OnSome(StateBefore before, EventFactory.Built built, StateView state) {
        boolean isAllowed() {
            return AuthRules.check(built.event(), state).isAllowed();
        }
    }

    private OnSome onSome(RoomUpdate update, Draft draft, List<Extremity> some) {
        Room room = update.room();
        StateBefore before =
                priorStates.before(
                        update, some.stream().map(each -> events.get(each.event())).toList(), null);
        RoomHead head =
                update.head().withState(before.state(), before.ref()).withExtremities(some, true);
        EventFactory.Built built = factory.build(room.roomId(), room.rules(), head, draft);
        return new OnSome(before, built, new StateView(before.state(), names, events));
    }

    private StoredEvent add(RoomUpdate update, Draft draft, Check check, OnSome some) {
        authorise(some.built(), some.state());
        authorise(some.built(), new StateView(update.head().state(), names, events));
        check.check(update.room(), draft);
        StoredEvent stored =
                persister.fork(update, draft, recommended(update, some.built()), some.before());
        extremities.accepted(update, stored, false);
        priorStates.settle(update);
        return stored;
    }

    /// Authorises an event that was built on the update's head already and adds it.
    public StoredEvent addBuilt(RoomUpdate update, Draft draft, EventFactory.Built built) {
        authorise(built, new StateView(update.head().state(), names, events));
        return persister.append(update, draft, built);
    }

    /// Submits an update and returns what to wait for. When it has no events that is the room's last write, because the
    /// state that made them unnecessary may not be durable yet; null when there was none.
    public @Nullable Pending submit(RoomUpdate update) {
        return update.isEmpty() ? update.room().lastWrite() : persister.submit(update);
    }

    private Submitted submit(
            Room room,
            Draft draft,
            @Nullable TransactionKey transaction,
            Check check,
            List<Event> signed) {
        if (transaction != null) {
            Optional<TransactionIds.Outcome> earlier = transactions.find(transaction);
            if (earlier.isPresent()) {
                return new Submitted(earlier.get().event(), earlier.get().pending());
            }
        }
        RoomUpdate update = persister.begin(room);
        update.recommended(signed);
        StoredEvent event = orAbandon(update, () -> add(update, draft, check));
        if (update.events().isEmpty()) {
            return new Submitted(event.event(), room.lastWrite());
        }
        if (transaction != null) {
            update.write().add(transactions.row(transaction, event.event()));
        }
        Pending pending = persister.submit(update);
        if (transaction != null) {
            transactions.started(transaction, event.event(), pending);
        }
        return new Submitted(event.event(), pending);
    }

    private <T> Outcome<T> tell(Room room, Story<T> story, List<Event> signed) {
        RoomUpdate update = persister.begin(room);
        update.recommended(signed);
        T value = orAbandon(update, () -> story.tell(update));
        return new Outcome<>(value, submit(update));
    }

    /// What fails leaves nothing behind of the events that it had added.
    private <T> T orAbandon(RoomUpdate update, Supplier<T> story) {
        boolean told = false;
        try {
            T value = story.get();
            told = true;
            return value;
        } catch (RuntimeException failed) {
            throw update.isDoomed()
                    ? new StorageException(
                            StorageException.Kind.CASCADE,
                            "an earlier write of the same room failed",
                            failed)
                    : failed;
        } finally {
            if (!told) {
                persister.abandon(update);
            }
        }
    }

    private static Optional<StoredEvent> sameState(StateView state, Draft draft) {
        if (draft.stateKey().isEmpty()) {
            return Optional.empty();
        }
        return state.stored(draft.type(), draft.stateKey().get())
                .filter(held -> held.header().sender() == draft.senderNid())
                .filter(held -> held.content().equals(draft.content()));
    }

    private static void authorise(EventFactory.Built built, StateView state) {
        AuthResult result = AuthRules.check(built.event(), state);
        if (result instanceof AuthResult.Rejected rejected) {
            throw new MatrixException(
                    rejected.malformed() ? ErrorCode.BAD_JSON : ErrorCode.FORBIDDEN,
                    rejected.reason());
        }
    }
}

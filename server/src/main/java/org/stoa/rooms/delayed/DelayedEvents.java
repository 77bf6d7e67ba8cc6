package org.stoa.rooms.delayed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.UserDeactivated;
import org.stoa.http.auth.Requester;
import org.stoa.platform.Randomness;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonString;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.read.RoomAccess;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;
import org.stoa.storage.rooms.DelayedEvent;
import org.stoa.storage.rooms.DelayedEventRepository;

/// Keeps events until it is time to send them, over restarts too, and sends them. Thread-safe.
///
/// What became of an event is kept for a week, of each user's the newest hundred, so that a client can ask, and repeat its
/// request. The events of a closed account are forgotten: nothing may send them any more.
/// Spec: MSC4140.
public final class DelayedEvents {
    /// The kind of the tasks; the payload is the id.
    private static final String TASK = "rooms.delayed_event";

    /// How many may wait for a user at once: each is a row, and a task.
    private static final int MAX_WAITING = 100;

    /// Of how many that wait no more a user can still learn what became: each has its content with it.
    private static final int MAX_FINALISED = 100;

    private static final Duration MAX_DELAY = Duration.ofDays(1);
    private static final Duration KEPT = Duration.ofDays(7);

    /// No event is larger.
    private static final int MAX_CONTENT = 65_536;

    private static final int ID_LENGTH = 30;
    private static final int LOCKS = 64;
    private static final DelayedEventRepository REPOSITORY = new DelayedEventRepository();

    private final Database database;
    private final RoomAccess access;
    private final DelayedDelivery delivery;
    private final Randomness randomness;
    private final Time time;

    /// Sending, cancelling and restarting the same event exclude each other.
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

    /// Creates it; nothing is sent before it is registered.
    DelayedEvents(
            Database database,
            RoomAccess access,
            DelayedDelivery delivery,
            Randomness randomness,
            Time time) {
        this.database = database;
        this.access = access;
        this.delivery = delivery;
        this.randomness = randomness;
        this.time = time;
    }

    /// Forgets the events of a closed account, and tells another.
    public static UserDeactivated onDeactivation(UserDeactivated next) {
        return (tx, user, userId, erase) -> {
            REPOSITORY.deleteAll(tx, user);
            next.deactivated(tx, user, userId, erase);
        };
    }

    /// Begins to send what is due.
    void register() {
        database.scheduler().register(TASK, this::sendIfDue);
    }

    /// Has an event sent later and returns its id; the same request gives the same id.
    ///
    /// Errors: M_FORBIDDEN when the user is not in the room; M_INVALID_PARAM and M_UNKNOWN (400) for a delay that is none or
    /// too long; M_TOO_LARGE; M_LIMIT_EXCEEDED when too many wait already.
    public String schedule(Requester requester, Room room, DelayedWish wish) {
        checkDelay(wish.delayMillis());
        access.requireJoined(requester, room.roomId());
        String content = wish.content().toString();
        if (content.length() > MAX_CONTENT) {
            throw new MatrixException(ErrorCode.TOO_LARGE, "The event is too large");
        }
        DelayedEvent event =
                new DelayedEvent(
                        randomness.opaque(ID_LENGTH),
                        requester.userNid(),
                        requester.deviceId().orElse(""),
                        room.nid(),
                        wish.type(),
                        wish.stateKey().orElse(null),
                        content,
                        wish.txnId().orElse(null),
                        wish.delayMillis(),
                        time.millis(),
                        null,
                        null,
                        null);
        return database.write(tx -> insertOnce(tx, event));
    }

    private String insertOnce(WriteTx tx, DelayedEvent event) {
        Optional<DelayedEvent> earlier = sameRequest(tx, event);
        if (earlier.isPresent()) {
            return earlier.get().delayId();
        }
        List<Long> waiting = REPOSITORY.waiting(tx, event.user());
        if (waiting.size() >= MAX_WAITING) {
            throw tooMany(waiting.getFirst());
        }
        REPOSITORY.deleteFinalised(tx, time.millis() - KEPT.toMillis());
        REPOSITORY.insert(tx, event);
        scheduleTask(tx, event.delayId(), event.sendTs());
        return event.delayId();
    }

    private static Optional<DelayedEvent> sameRequest(Tx tx, DelayedEvent event) {
        String txnId = event.txnId();
        return txnId == null
                ? Optional.empty()
                : REPOSITORY.find(
                        tx, event.user(), event.device(), event.room(), event.type(), txnId);
    }

    private MatrixException tooMany(long nextTs) {
        long wait = Math.max(1_000, nextTs - time.millis());
        return new MatrixException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "At most " + MAX_WAITING + " of your events can wait to be sent")
                .with("retry_after_ms", JsonNumber.of(wait));
    }

    private static void checkDelay(long delayMillis) {
        if (delayMillis <= 0) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM, "A delay is a number of milliseconds above 0");
        }
        if (delayMillis > MAX_DELAY.toMillis()) {
            throw new MatrixException(ErrorCode.UNKNOWN, "Events can wait for a day at most")
                    .withStatus(400)
                    .with("org.matrix.msc4140.errcode", new JsonString("M_MAX_DELAY_EXCEEDED"))
                    .with("org.matrix.msc4140.max_delay", JsonNumber.of(MAX_DELAY.toMillis()));
        }
    }

    /// All of a user, those to be sent first first, also those that wait no more.
    public List<DelayedEvent> of(Requester requester) {
        return database.read(tx -> REPOSITORY.ofUser(tx, requester.userNid()));
    }

    /// One of a user, also one that waits no more. Errors: M_NOT_FOUND.
    public DelayedEvent of(Requester requester, String delayId) {
        return database.read(tx -> REPOSITORY.find(tx, delayId))
                .filter(event -> event.user() == requester.userNid())
                .orElseThrow(DelayedEvents::notFound);
    }

    /// Sends one now.
    ///
    /// Errors: M_NOT_FOUND; M_UNKNOWN (409) when it was cancelled; those of sending it at once, and it goes on waiting then.
    public void send(String delayId) {
        change(
                delayId,
                event -> {
                    if (!event.isFinalised()) {
                        deliver(event);
                    } else if (!event.isSent()) {
                        throw conflict("The event was cancelled");
                    }
                });
    }

    /// Cancels one. Errors: M_NOT_FOUND; M_UNKNOWN (409) when it was sent.
    public void cancel(String delayId) {
        change(
                delayId,
                event -> {
                    if (event.isSent()) {
                        throw conflict("The event was sent");
                    }
                    finalise(event, null, null);
                });
    }

    /// Lets one wait from now on. Errors: M_NOT_FOUND; M_UNKNOWN (409) when it waits no more.
    public void restart(String delayId) {
        change(
                delayId,
                event -> {
                    if (event.isFinalised()) {
                        throw conflict("The event was sent or cancelled");
                    }
                    long now = time.millis();
                    database.execute(
                            tx -> {
                                REPOSITORY.restart(tx, event, now);
                                scheduleTask(tx, delayId, now + event.delayMillis());
                            });
                });
    }

    private void change(String delayId, Consumer<DelayedEvent> change) {
        locked(
                delayId,
                event -> {
                    if (event == null) {
                        throw notFound();
                    }
                    change.accept(event);
                });
    }

    /// What a task does. One that was restarted has another task, which is due later.
    private void sendIfDue(String delayId) {
        locked(
                delayId,
                event -> {
                    if (event == null || event.isFinalised() || event.sendTs() > time.millis()) {
                        return;
                    }
                    try {
                        deliver(event);
                    } catch (MatrixException refused) {
                        finalise(event, null, refused.toJson().toString());
                    }
                });
    }

    private void deliver(DelayedEvent event) {
        finalise(event, delivery.send(event).eventId().toString(), null);
    }

    private void finalise(DelayedEvent event, @Nullable String eventId, @Nullable String error) {
        long now = time.millis();
        database.execute(
                tx -> {
                    REPOSITORY.finalise(tx, event.delayId(), now, eventId, error);
                    REPOSITORY.keepFinalised(tx, event.user(), MAX_FINALISED);
                });
    }

    private void locked(String delayId, Consumer<@Nullable DelayedEvent> action) {
        ReentrantLock lock = locks.get(Math.floorMod(delayId.hashCode(), LOCKS));
        lock.lock();
        try {
            action.accept(database.read(tx -> REPOSITORY.find(tx, delayId)).orElse(null));
        } finally {
            lock.unlock();
        }
    }

    private void scheduleTask(WriteTx tx, String delayId, long due) {
        database.scheduler().schedule(tx, Instant.ofEpochMilli(due), TASK, delayId);
    }

    private static MatrixException notFound() {
        return new MatrixException(ErrorCode.NOT_FOUND, "There is no such delayed event");
    }

    private static MatrixException conflict(String message) {
        return new MatrixException(ErrorCode.UNKNOWN, message).withStatus(409);
    }
}

package org.stoa.rooms.receipts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.stoa.http.auth.Requester;
import org.stoa.platform.Time;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.storage.Change;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.Position;
import org.stoa.storage.WriteTx;
import org.stoa.storage.receipts.ReceiptRepository;
import org.stoa.storage.rows.ReceiptRow;

/// Keeps how far users have read. Thread-safe.
///
/// Spec: client-server-api#receipts (v1.19).
public final class Receipts {
    private final Database database;
    private final Rooms rooms;
    private final ReadEvents readEvents;
    private final ReceiptThreads threads;
    private final Time time;
    private final List<Consumer<Told>> listeners = new CopyOnWriteArrayList<>();
    private final ReceiptRepository repository = new ReceiptRepository();

    /// Creates it.
    public Receipts(Database database, Rooms rooms, EventStore events, Names names, Time time) {
        this.database = database;
        this.rooms = rooms;
        this.readEvents = new ReadEvents(database, rooms, events, names);
        this.threads = new ReceiptThreads(events);
        this.time = time;
    }

    /// Notes that a user has read up to an event, and returns when that is durable. A receipt to an older event than the
    /// one that is kept changes nothing.
    ///
    /// Errors: M_FORBIDDEN when he is not in the room; M_NOT_FOUND for an unknown event; M_INVALID_PARAM for a thread
    /// that the event is not in.
    ///
    /// @param threadId root of the thread that the receipt is for, or `main`; empty for one that covers all threads
    public void set(
            Requester requester,
            RoomId roomId,
            ReceiptKind kind,
            EventId eventId,
            Optional<String> threadId) {
        Room room = readEvents.joinedRoom(requester, roomId);
        StoredEvent event = readEvents.inTimeline(room, eventId);
        long thread = database.read(tx -> threads.number(tx, room, event, threadId));
        long user = requester.userNid();
        long now = time.millis();
        boolean isNews = database.write(tx -> write(tx, room, user, kind, thread, event, now));
        if (isNews && kind == ReceiptKind.READ) {
            Told told = new Told(room.nid(), user, eventId, threadId, now);
            listeners.forEach(listener -> listener.accept(told));
        }
    }

    /// What another server says that one of its users has read.
    ///
    /// @param user number of a user who is in the room
    /// @param threadId root of the thread that it is for, or `main`; empty for one that covers all threads
    /// @param ts when, as that server says
    public record GivenReceipt(
            Room room, long user, EventId eventId, Optional<String> threadId, long ts) {}

    private record Found(GivenReceipt receipt, StoredEvent event, long thread) {}

    /// Notes what another server says that its users have read, all by one write, and returns when that is durable. Receipts
    /// for events or threads that are not here are left out.
    ///
    /// Spec: server-server-api#receipts (v1.19).
    public void receive(List<GivenReceipt> given) {
        List<Found> found = new ArrayList<>();
        for (GivenReceipt receipt : given) {
            find(receipt).ifPresent(found::add);
        }
        if (!found.isEmpty()) {
            database.execute(tx -> found.forEach(each -> write(tx, each)));
        }
    }

    private Optional<Found> find(GivenReceipt receipt) {
        try {
            StoredEvent event = readEvents.inTimeline(receipt.room(), receipt.eventId());
            long thread =
                    database.read(
                            tx -> threads.number(tx, receipt.room(), event, receipt.threadId()));
            return Optional.of(new Found(receipt, event, thread));
        } catch (MatrixException notHere) {
            return Optional.empty();
        }
    }

    private void write(WriteTx tx, Found found) {
        GivenReceipt receipt = found.receipt();
        var _ =
                write(
                        tx,
                        receipt.room(),
                        receipt.user(),
                        ReceiptKind.READ,
                        found.thread(),
                        found.event(),
                        receipt.ts());
    }

    /// A public receipt that a user of this server has set.
    ///
    /// @param threadId root of the thread that it is for, or `main`; empty for one that covers all threads
    /// @param ts when, in milliseconds since 1970
    public record Told(long room, long user, EventId eventId, Optional<String> threadId, long ts) {}

    /// Adds somebody who hears of public receipts of users of this server, once they are durable. Must be quick.
    public void listen(Consumer<Told> listener) {
        listeners.add(listener);
    }

    private boolean write(
            WriteTx tx,
            Room room,
            long user,
            ReceiptKind kind,
            long thread,
            StoredEvent event,
            long now) {
        OptionalLong kept = repository.ord(tx, room.nid(), user, kind.stored(), thread);
        if (kept.isPresent() && kept.getAsLong() >= event.ord()) {
            return false;
        }
        Position position = tx.nextPosition();
        tx.add(
                new ReceiptRow(
                        room.nid(),
                        user,
                        kind.stored(),
                        thread,
                        event.ord(),
                        event.event(),
                        now,
                        0));
        tx.changed(position, concerned(room, user, kind));
        tx.onCommitted(() -> rooms.receiptAt(room.nid(), user, position.value()));
        return true;
    }

    private static Change.Target concerned(Room room, long user, ReceiptKind kind) {
        return switch (kind) {
            case READ -> new Change.Room(room.nid());
            case READ_PRIVATE -> new Change.User(user);
        };
    }
}

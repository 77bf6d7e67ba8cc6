package org.stoa.federation.send;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.ephemeral.EphemeralModule;
import org.stoa.ephemeral.Presence;
import org.stoa.platform.Time;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.receipts.Receipts;
import org.stoa.storage.Database;
import org.stoa.storage.Names;

/// Tells other servers what is not stored: who types, who has read what, who is there. Who causes it does not wait: it is
/// noted, and one thread finds out who has to hear of it. Thread-safe.
///
/// Spec: server-server-api#edus (v1.19).
final class OutgoingEdus implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingEdus.class);

    /// Receipts that wait for the thread; further ones are not told, as after a restart.
    private static final int MAX_RECEIPTS = 10_000;

    /// How often those who type are looked at again.
    private static final Duration TICK = Duration.ofSeconds(5);

    /// Servers forget after half an hour who was there.
    private static final Duration PRESENCE_AGAIN = Duration.ofMinutes(20);

    private final Database database;
    private final Names names;
    private final Rooms rooms;
    private final Presence presence;
    private final RoomServers servers;
    private final Outbox outbox;
    private final Time time;
    private final OutgoingTyping typing;
    private final Set<Long> typedRooms = ConcurrentHashMap.newKeySet();
    private final Set<Long> seenUsers = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Receipts.Told> receipts = new ArrayBlockingQueue<>(MAX_RECEIPTS);
    private @Nullable Thread thread;
    private long presenceToldAt;
    private volatile boolean closed;

    OutgoingEdus(
            Database database,
            Rooms rooms,
            Receipts receipts,
            EphemeralModule ephemeral,
            RoomServers servers,
            Outbox outbox,
            Time time) {
        this.database = database;
        this.names = database.names();
        this.rooms = rooms;
        this.presence = ephemeral.presence();
        this.servers = servers;
        this.outbox = outbox;
        this.time = time;
        this.typing = new OutgoingTyping(ephemeral.typing(), rooms, names, servers, outbox, time);
        ephemeral.typing().listen(room -> note(typedRooms.add(room)));
        ephemeral.presence().listen((user, atOnce) -> note(seenUsers.add(user)));
        receipts.listen(receipt -> note(this.receipts.offer(receipt)));
    }

    private void note(boolean isNew) {
        if (isNew) {
            LockSupport.unpark(thread);
        }
    }

    /// Begins to tell.
    void start() {
        presenceToldAt = time.nanoTime();
        thread = Thread.ofVirtual().name("federation-edus").start(this::run);
    }

    private void run() {
        while (!closed) {
            try {
                tell();
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.error("federation: telling what is not stored failed", e);
                }
            }
            if (typedRooms.isEmpty() && seenUsers.isEmpty() && receipts.isEmpty()) {
                time.park(this, TICK);
            }
        }
    }

    private void tell() {
        drained(typedRooms).forEach(typing::look);
        typing.lookAgain();
        List<Receipts.Told> read = new ArrayList<>();
        receipts.drainTo(read);
        read.forEach(this::tell);
        if (time.nanoTime() - presenceToldAt >= PRESENCE_AGAIN.toNanos()) {
            presenceToldAt = time.nanoTime();
            seenUsers.addAll(presence.present());
        }
        drained(seenUsers).forEach(this::tellPresence);
    }

    private static Set<Long> drained(Set<Long> noted) {
        Set<Long> drained = new LinkedHashSet<>(noted);
        noted.removeAll(drained);
        return drained;
    }

    private void tell(Receipts.Told receipt) {
        JsonObject.Builder data =
                JsonObject.builder()
                        .put("ts", receipt.ts())
                        .putIfPresent("thread_id", receipt.threadId());
        JsonObject content =
                JsonObject.of(
                        "event_ids",
                        JsonArray.ofStrings(List.of(receipt.eventId().toString())),
                        "data",
                        data.build());
        EduKey key =
                new EduKey.Receipt(
                        rooms.get(receipt.room()).roomId().toString(),
                        names.userId(receipt.user()).toString(),
                        receipt.threadId().orElse(""));
        servers.in(receipt.room()).forEach(server -> outbox.offer(server, key, content, false));
    }

    private void tellPresence(long user) {
        if (!servers.isLocal(user)) {
            return;
        }
        List<Long> audience = database.read(tx -> servers.sharing(tx, user));
        if (audience.isEmpty()) {
            return;
        }
        JsonObject content =
                presence.of(user).toJson().toBuilder()
                        .put("user_id", names.userId(user).toString())
                        .build();
        EduKey key = new EduKey.Presence(user);
        audience.forEach(server -> outbox.offer(server, key, content, false));
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}

package org.stoa.federation.membership;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.platform.Shares;
import org.stoa.platform.Time;
import org.stoa.platform.Workers;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.RemoteServer;
import org.stoa.remote.RemoteServers;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.receive.OutsideRooms;
import org.stoa.storage.Database;
import org.stoa.storage.StorageException;
import org.stoa.storage.WriteTx;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;
import org.stoa.storage.rooms.RoomRepository;

/// Takes users of this server out of rooms in which another server still sees them, though this server is not in the room: the
/// leave was made while that server counted as gone, or was lost; or a join was accepted there and its answer never came. The
/// other server is asked for a place for a leave, as for the refusal of an invite. Thread-safe.
///
/// Spec: server-server-api#leaving-rooms-rejecting-invites (v1.19).
public final class Farewells implements AutoCloseable {
    /// The kind of its tasks. Payload: an object with room, user, server and attempt.
    private static final String TASK = "federation.farewell";

    private static final Logger LOG = LoggerFactory.getLogger(Farewells.class);

    /// When a join must have come to its end, however it went.
    private static final Duration JOINED_BY_THEN = Duration.ofMinutes(10);

    /// A leave that is on its way to the server comes by itself.
    private static final Duration TOLD_BY_THEN = Duration.ofMinutes(1);

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);

    /// Nearly a day of pauses, each twice as long as the one before.
    private static final int MAX_ATTEMPTS = 9;

    /// A server that goes on sending events of a room is believed once in this time.
    private static final Duration QUIET = Duration.ofMinutes(10);

    /// Rooms, each with a server, of which is remembered that they are quiet.
    private static final int MAX_QUIET = 10_000;

    /// Users who left last: with them this server left.
    private static final int MAX_USERS = 20;

    /// Users of whom one server is told that they are gone, however many rooms and users it speaks of.
    private static final int MAX_OF_SERVER = 100;

    /// Users who are taken out at once.
    private static final int AT_ONCE = 32;

    /// Of these, out of rooms by the same server, which may take its time.
    private static final int AT_ONCE_BY_SERVER = 4;

    /// Until one for which there is no place is tried again.
    private static final Duration BUSY_PAUSE = Duration.ofMinutes(1);

    private final Database database;
    private final RemoteServers servers;
    private final OwnEvents ownEvents;
    private final Rooms rooms;
    private final OutsideRooms outside;
    private final Passages passages;
    private final Time time;
    private final MembershipRepository memberships = new MembershipRepository();
    private final RoomRepository roomRows = new RoomRepository();
    private final Cache<Sign, Boolean> quiet;
    private final Workers workers = new Workers("farewells", AT_ONCE, 0);
    private final Shares<ServerName> shares = new Shares<>(AT_ONCE_BY_SERVER);

    /// The tasks that wait or run, so that there is one for each. After a restart those of before come in when they are done
    /// again.
    private final Map<Visit, Long> waiting = new ConcurrentHashMap<>();

    private volatile boolean closed;

    Farewells(
            Database database,
            RemoteServers servers,
            OwnEvents ownEvents,
            Rooms rooms,
            OutsideRooms outside,
            Passages passages,
            Time time) {
        this.database = database;
        this.servers = servers;
        this.ownEvents = ownEvents;
        this.rooms = rooms;
        this.outside = outside;
        this.passages = passages;
        this.time = time;
        this.quiet =
                Caffeine.newBuilder()
                        .executor(Runnable::run)
                        .ticker(time::nanoTime)
                        .expireAfterWrite(QUIET)
                        .maximumSize(MAX_QUIET)
                        .build();
        database.scheduler().register(TASK, payload -> say(Farewell.of(payload)));
    }

    private record Sign(long room, ServerName server) {}

    private record Visit(RoomId room, UserId user, ServerName server) {}

    private record Farewell(RoomId room, UserId user, ServerName server, long attempt) {
        static Farewell of(String payload) {
            JsonObject json = Json.parseObject(payload);
            return new Farewell(
                    RoomId.parse(json.string("room").orElseThrow()),
                    UserId.parse(json.string("user").orElseThrow()),
                    ServerName.parse(json.string("server").orElseThrow()),
                    json.integer("attempt").orElseThrow());
        }

        Visit visit() {
            return new Visit(room, user, server);
        }

        Farewell again() {
            return new Farewell(room, user, server, attempt + 1);
        }

        String payload() {
            return JsonObject.of(
                            "room",
                            room.toString(),
                            "user",
                            user.toString(),
                            "server",
                            server.text(),
                            "attempt",
                            attempt)
                    .toString();
        }
    }

    /// Says that a server is about to be handed a join: should its answer be lost, it is told later that the user is not there.
    void expectJoin(RoomId room, UserId user, ServerName server) {
        schedule(new Farewell(room, user, server, 0), JOINED_BY_THEN);
    }

    /// Says that a server sends events of a room that this one is not in, so that it sees users of this one there. One that was
    /// never in the room, by what is known here, is not believed: it would be told who of this server was.
    public void seenBy(ServerName server, Room room) {
        if (quiet.asMap().putIfAbsent(new Sign(room.nid(), server), true) != null
                || !wasIn(room, server)) {
            return;
        }
        long places = MAX_OF_SERVER - waitingFor(server);
        List<Long> gone =
                database.read(tx -> memberships.newestLocalGone(tx, room.nid(), MAX_USERS));
        for (long user : gone) {
            Farewell farewell =
                    new Farewell(room.roomId(), database.names().userId(user), server, 0);
            if (places > 0 && !waiting.containsKey(farewell.visit())) {
                schedule(farewell, TOLD_BY_THEN);
                places--;
            }
        }
    }

    private boolean wasIn(Room room, ServerName server) {
        return database.names()
                .findServer(server)
                .filter(
                        number ->
                                !database.read(tx -> roomRows.stays(tx, room.nid(), number))
                                        .isEmpty())
                .isPresent();
    }

    /// Cost: all that wait. It is asked for a server and a room once in a while.
    private long waitingFor(ServerName server) {
        return waiting.keySet().stream().filter(visit -> visit.server().equals(server)).count();
    }

    /// In the place of the one that waits for the same.
    private void schedule(Farewell farewell, Duration pause) {
        Instant due = time.instant().plus(pause);
        waiting.compute(
                farewell.visit(),
                (visit, known) -> database.write(tx -> replace(tx, known, due, farewell)));
    }

    private long replace(WriteTx tx, @Nullable Long known, Instant due, Farewell farewell) {
        if (known != null) {
            database.scheduler().cancel(tx, known);
        }
        return database.scheduler().schedule(tx, due, TASK, farewell.payload());
    }

    /// Does nothing when another waits for the same meanwhile.
    private void forget(Visit visit, @Nullable Long task) {
        if (task != null && waiting.remove(visit, task)) {
            database.execute(tx -> database.scheduler().cancel(tx, task));
        }
    }

    /// Has it done beside the other tasks, which do not wait for a slow server. That it is to be done again is written down
    /// first: the task ends here.
    private void say(Farewell farewell) {
        Visit visit = farewell.visit();
        if (!isGone(farewell)) {
            forget(visit, waiting.get(visit));
            return;
        }
        if (!shares.tryTake(farewell.server())) {
            schedule(farewell, BUSY_PAUSE);
            return;
        }
        boolean isLast = !later(farewell);
        Long next = waiting.get(visit);
        if (!workers.tryRun(() -> sayNow(farewell, next, isLast))) {
            shares.giveBack(farewell.server());
            schedule(farewell, BUSY_PAUSE);
        }
    }

    private void sayNow(Farewell farewell, @Nullable Long next, boolean isLast) {
        try {
            if (isSaid(farewell) || isLast) {
                forget(farewell.visit(), next);
            }
        } catch (StorageException failed) {
            if (!closed) {
                throw failed;
            }
            LOG.debug("{} was cut off; it is said again after the next start", farewell, failed);
        } finally {
            shares.giveBack(farewell.server());
        }
    }

    /// Whether there is nothing more to say.
    private boolean isSaid(Farewell farewell) {
        if (!passages.tryLeave(farewell.room(), farewell.user())) {
            return false;
        }
        try {
            tell(farewell);
            return true;
        } catch (MatrixException failed) {
            LOG.debug("{} to {}: {}", farewell, farewell.server(), failed.getMessage());
            // A server that refuses does not see the user in the room.
            return failed.status() < 500;
        } finally {
            passages.left(farewell.room(), farewell.user());
        }
    }

    /// Where this server takes part, its events say who does. Who was invited meanwhile answers that himself.
    private boolean isGone(Farewell farewell) {
        if (outside.isHere(farewell.room())) {
            return false;
        }
        Optional<Membership> membership =
                rooms.findKnown(farewell.room())
                        .flatMap(room -> row(room, farewell.user()))
                        .map(row -> Memberships.of(row.membership()));
        return membership.filter(now -> now != Membership.LEAVE && now != Membership.BAN).isEmpty();
    }

    private Optional<LocalMembership> row(Room room, UserId user) {
        return database.names()
                .findUser(user)
                .flatMap(number -> database.read(tx -> memberships.of(tx, number, room.nid())));
    }

    private void tell(Farewell farewell) {
        RemoteServer server = servers.get(farewell.server());
        RoomId room = farewell.room();
        Template template = Handshakes.make(server, room, farewell.user(), Membership.LEAVE);
        JsonObject content = JsonObject.of("membership", Membership.LEAVE.text());
        Event leave = ownEvents.member(room, farewell.user(), content, template);
        Handshakes.send(server, leave, Membership.LEAVE, RequestLimits.SMALL);
        LOG.info("{} still saw {} in {}", farewell.server(), farewell.user(), room);
    }

    /// Returns false when it has been tried often enough.
    private boolean later(Farewell farewell) {
        if (farewell.attempt() + 1 >= MAX_ATTEMPTS) {
            return false;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(farewell.attempt(), MAX_ATTEMPTS));
        schedule(farewell.again(), pause);
        return true;
    }

    @Override
    public void close() {
        closed = true;
        workers.close();
    }
}

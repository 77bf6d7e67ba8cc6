package org.stoa.federation.membership;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.platform.Time;
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
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;

/// Takes users of this server out of rooms in which another server still sees them, though this server is not in the room: the
/// leave was made while that server counted as gone, or was lost; or a join was accepted there and its answer never came. The
/// other server is asked for a place for a leave, as for the refusal of an invite. Thread-safe.
///
/// Spec: server-server-api#leaving-rooms-rejecting-invites (v1.19).
public final class Farewells {
    /// The kind of its tasks. Payload: an object with room, user, server and attempt.
    private static final String TASK = "federation.farewell";

    private static final Logger LOG = LoggerFactory.getLogger(Farewells.class);

    /// When a join must have come to its end, however it went.
    private static final Duration JOINED_BY_THEN = Duration.ofMinutes(10);

    /// A leave that is on its way to the server comes by itself.
    private static final Duration TOLD_BY_THEN = Duration.ofMinutes(1);

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);

    /// About a day and a half of pauses, each twice as long as the one before.
    private static final int MAX_ATTEMPTS = 9;

    /// A server that goes on sending events of a room is believed once in this time.
    private static final Duration QUIET = Duration.ofMinutes(10);

    /// Rooms, each with a server, of which is remembered that they are quiet.
    private static final int MAX_QUIET = 10_000;

    /// Users who left last: with them this server left.
    private static final int MAX_USERS = 20;

    private final Database database;
    private final RemoteServers servers;
    private final OwnEvents ownEvents;
    private final Rooms rooms;
    private final OutsideRooms outside;
    private final Passages passages;
    private final Time time;
    private final MembershipRepository memberships = new MembershipRepository();
    private final Cache<Sign, Boolean> quiet;

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

    private record Farewell(RoomId room, UserId user, ServerName server, long attempt) {
        static Farewell of(String payload) {
            JsonObject json = Json.parseObject(payload);
            return new Farewell(
                    RoomId.parse(json.string("room").orElseThrow()),
                    UserId.parse(json.string("user").orElseThrow()),
                    ServerName.parse(json.string("server").orElseThrow()),
                    json.integer("attempt").orElseThrow());
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

    /// Says that a server sends events of a room that this one is not in, so that it sees users of this one there.
    public void seenBy(ServerName server, Room room) {
        if (quiet.asMap().putIfAbsent(new Sign(room.nid(), server), true) != null) {
            return;
        }
        List<Long> gone =
                database.read(tx -> memberships.newestLocalGone(tx, room.nid(), MAX_USERS));
        for (long user : gone) {
            UserId id = database.names().userId(user);
            schedule(new Farewell(room.roomId(), id, server, 0), TOLD_BY_THEN);
        }
    }

    private void schedule(Farewell farewell, Duration pause) {
        database.scheduler().schedule(time.instant().plus(pause), TASK, farewell.payload());
    }

    private void say(Farewell farewell) {
        if (!isGone(farewell)) {
            return;
        }
        if (!passages.tryLeave(farewell.room(), farewell.user())) {
            later(farewell);
            return;
        }
        try {
            tell(farewell);
        } catch (MatrixException failed) {
            LOG.debug("{} to {}: {}", farewell, farewell.server(), failed.getMessage());
            // A server that refuses does not see the user in the room.
            if (failed.status() >= 500) {
                later(farewell);
            }
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
        Handshakes.send(server, leave, Membership.LEAVE, RequestLimits.DEFAULT);
        LOG.info("{} still saw {} in {}", farewell.server(), farewell.user(), room);
    }

    private void later(Farewell farewell) {
        if (farewell.attempt() + 1 < MAX_ATTEMPTS) {
            schedule(
                    farewell.again(),
                    FIRST_PAUSE.multipliedBy(1L << Math.min(farewell.attempt(), MAX_ATTEMPTS)));
        }
    }
}

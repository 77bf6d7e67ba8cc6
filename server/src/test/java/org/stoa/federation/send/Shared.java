package org.stoa.federation.send;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.stoa.boot.HomeserverConfig;
import org.stoa.http.Cidr;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.receive.ReceivedEvent;
import org.stoa.rooms.receive.Verdict;
import org.stoa.rooms.send.Draft;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.TestAuthority;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// A homeserver and its peers.
final class Shared implements AutoCloseable {
    private final TestAuthority authority = new TestAuthority();
    private final TestAuthority.Issued certificate = authority.issue("127.0.0.1");
    private final List<Peer> peers = new ArrayList<>();
    private final TestDatabase database;
    private final TestServer server;

    Shared() {
        this(TestDatabase.create(TestEngine.SQLITE));
    }

    Shared(TestDatabase database) {
        this.database = database;
        this.server = TestServer.start(database, this::trusting);
    }

    private HomeserverConfig trusting(HomeserverConfig config) {
        return config.withRemote(
                config.remote()
                        .withAuthorities(List.of(authority.certificate()))
                        .withAllowedNetworks(List.of(Cidr.parse("127.0.0.0/8"))));
    }

    TestServer server() {
        return server;
    }

    /// One more server.
    Peer peer() {
        Peer peer = new Peer(authority, certificate);
        peers.add(peer);
        return peer;
    }

    /// One more server, whose certificate nobody trusts.
    Peer impostor() {
        TestAuthority other = new TestAuthority();
        Peer peer = new Peer(other, other.issue("127.0.0.1"));
        peers.add(peer);
        return peer;
    }

    /// A room with a user of each peer, the first one having made it, that a local user has entered; he may do all in it.
    Joined room(TestClient user, Peer... others) {
        return room(RoomVersion.V12, user, others);
    }

    Joined room(RoomVersion version, TestClient user, Peer... others) {
        ForeignRoom foreign = ForeignRoom.create(version, others[0].user());
        Map<String, Long> levels = new HashMap<>(Map.of(user.id(), 100L));
        foreign.state(
                others[0].user(),
                "m.room.power_levels",
                "",
                foreign.levels(levels),
                foreign.last());
        for (int i = 1; i < others.length; i++) {
            foreign.join(others[i].user(), foreign.last());
        }
        Event join = foreign.join(user.id(), foreign.last());
        server.homeserver().rooms().receive().remoteRooms().enter(foreign.answer(join));
        return new Joined(server, foreign, join);
    }

    /// Lets time pass in steps, with real time after each: what is under way goes by the same clock.
    void pass(Duration step, BooleanSupplier condition, Supplier<String> state) {
        for (int steps = 0; !condition.getAsBoolean(); steps++) {
            if (steps == 60) {
                throw new AssertionError(state.get());
            }
            server.time().advance(step);
            long deadline = System.nanoTime() + Duration.ofMillis(500).toNanos();
            while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
        }
    }

    /// A room of other servers that a local user is in.
    record Joined(TestServer server, ForeignRoom foreign, Event join) {
        String id() {
            return foreign.roomId().toString();
        }

        Room room() {
            return server.homeserver().rooms().rooms().require(foreign.roomId());
        }

        /// Has a local user change a membership as nobody but this server knows.
        void setMembership(TestClient sender, String target, String membership) {
            UserId user = UserId.parse(sender.id());
            var _ =
                    server.homeserver()
                            .rooms()
                            .sender()
                            .send(
                                    room(),
                                    Draft.state(
                                            user,
                                            server.homeserver().database().names().user(user),
                                            "m.room.member",
                                            target,
                                            JsonObject.of("membership", membership)),
                                    Optional.empty());
        }

        List<Verdict> receive(Event event) {
            return receive(ReceivedEvent.of(event));
        }

        List<Verdict> receive(ReceivedEvent event) {
            return server.homeserver().rooms().receive().events().receive(room(), List.of(event));
        }
    }

    @Override
    public void close() {
        peers.forEach(Peer::close);
        server.close();
        database.close();
    }
}

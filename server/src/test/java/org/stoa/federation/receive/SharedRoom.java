package org.stoa.federation.receive;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.head.Extremity;
import org.stoa.rooms.head.Room;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Answer;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.TestAuthority;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// A tested server with alice in a room of another one.
final class SharedRoom implements AutoCloseable {
    final TestAuthority authority = new TestAuthority();
    final ForeignServer peer = new ForeignServer(authority);
    final TestServer server;
    final TestClient alice;
    final ForeignRoom foreign;
    final String creator = peer.user("creator");
    final Event join;

    SharedRoom(RoomVersion version) {
        this(version, null);
    }

    SharedRoom(RoomVersion version, @org.jspecify.annotations.Nullable TestDatabase database) {
        server =
                database == null
                        ? TestServer.start(peer.trusted())
                        : TestServer.start(database, peer.trusted());
        alice = server.register("alice");
        foreign = ForeignRoom.create(version, creator);
        join = enter(foreign, alice);
    }

    /// Lets a user of the tested server join.
    Event enter(ForeignRoom other, TestClient user) {
        Event joined = other.join(user.id(), other.leaves().toArray(Event[]::new));
        server.homeserver().rooms().receive().remoteRooms().enter(other.answer(joined));
        return joined;
    }

    Answer send(Event... events) {
        return peer.send(server.anonymous(), events);
    }

    Answer sendAll(List<JsonObject> pdus, List<JsonObject> edus) {
        return peer.sendAll(server.anonymous(), pdus, edus);
    }

    Answer edu(String type, JsonObject content) {
        return peer.sendEdu(server.anonymous(), type, content);
    }

    String id() {
        return foreign.roomId().toString();
    }

    Room room() {
        return server.homeserver().rooms().rooms().require(foreign.roomId());
    }

    Set<EventId> extremities() {
        return room().visible().head().extremities().stream()
                .map(Extremity::eventId)
                .collect(Collectors.toSet());
    }

    /// What clients see of the timeline.
    List<String> bodies() {
        return alice
                .get("/rooms/{}/messages?dir=b&limit=100", id())
                .ok()
                .array("chunk")
                .orElseThrow()
                .objects()
                .reversed()
                .stream()
                .map(event -> event.object("content").orElseThrow().string("body").orElse(""))
                .filter(body -> !body.isEmpty())
                .toList();
    }

    /// Waits until something holds.
    static void await(BooleanSupplier condition) {
        for (int i = 0; i < 20_000; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("what was awaited did not come");
    }

    /// The answer about some events.
    static JsonObject results(Map<EventId, String> errors) {
        JsonObject.Builder results = JsonObject.builder();
        errors.forEach(
                (id, error) ->
                        results.put(
                                id.toString(),
                                error.isEmpty()
                                        ? JsonObject.EMPTY
                                        : JsonObject.of("error", error)));
        return JsonObject.of("pdus", results.build());
    }

    static JsonObject pdus(List<Event> events) {
        return JsonObject.of("pdus", JsonArray.of(events.stream().map(Event::json).toList()));
    }

    @Override
    public void close() {
        server.close();
        peer.close();
    }
}

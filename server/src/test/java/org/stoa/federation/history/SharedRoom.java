package org.stoa.federation.history;

import java.util.Arrays;
import java.util.List;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.receive.ReceiveModule;
import org.stoa.rooms.receive.ReceivedEvent;
import org.stoa.rooms.receive.Verdict;
import org.stoa.testing.Answer;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// A room of another server that a local user has entered, and the other server, which may ask and be asked.
final class SharedRoom implements AutoCloseable {
    final ForeignServer other;
    final TestServer server;
    final ForeignRoom foreign;
    final String creator;

    private SharedRoom(ForeignServer other, TestServer server, RoomVersion version) {
        this.other = other;
        this.server = server;
        this.creator = other.user("creator");
        this.foreign = ForeignRoom.create(version, creator);
    }

    /// Starts both; nobody local is in the room yet.
    static SharedRoom start(RoomVersion version) {
        ForeignServer other = new ForeignServer();
        return new SharedRoom(other, TestServer.start(other.trusted()), version);
    }

    /// Lets a user join on the events that nothing follows.
    Event enter(TestClient user) {
        Event join = foreign.join(user.id(), foreign.leaves().toArray(Event[]::new));
        receive().remoteRooms().enter(foreign.answer(join));
        return join;
    }

    ReceiveModule receive() {
        return server.homeserver().rooms().receive();
    }

    Room room() {
        return server.homeserver().rooms().rooms().require(foreign.roomId());
    }

    String id() {
        return foreign.roomId().toString();
    }

    List<Verdict> receive(Event... events) {
        return receive()
                .events()
                .receive(room(), Arrays.stream(events).map(ReceivedEvent::of).toList());
    }

    /// Changes who may see what.
    Event visibility(String visibility, Event prev) {
        return foreign.state(
                creator,
                "m.room.history_visibility",
                "",
                JsonObject.of("history_visibility", visibility),
                prev);
    }

    /// What the other server gets.
    Answer asked(String template, String... values) {
        return other.get(server.anonymous(), template, values);
    }

    @Override
    public void close() {
        server.close();
        other.close();
    }
}

package org.stoa.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.stoa.protocol.json.JsonObject;

/// A user and a room with messages, to see whether a server that was started again still has them.
public final class Chat {
    private final JsonObject login;
    private final String room;
    private final List<String> events = new ArrayList<>();

    private Chat(TestClient client, String room) {
        this.login =
                JsonObject.of(
                        "user_id", client.id(),
                        "access_token", client.token(),
                        "device_id", client.deviceId());
        this.room = room;
    }

    /// Registers a user, who creates a room and says three things there.
    public static Chat begin(StoaProcess server, String localpart) {
        TestClient client = server.client().register(localpart);
        Chat chat = new Chat(client, client.createRoom());
        List.of("one", "two", "three").forEach(text -> chat.say(server, text));
        return chat;
    }

    /// The user, at a server that has just been started.
    public TestClient client(StoaProcess server) {
        return server.client().as(login);
    }

    public String room() {
        return room;
    }

    /// Says something, with a transaction id that is the text, and remembers that it was acknowledged.
    public void say(StoaProcess server, String text) {
        add(put(server, text).string("event_id"));
    }

    /// Asks the server to send something, with a transaction id that is the text.
    public Answer put(StoaProcess server, String text) {
        return put(server, text, text);
    }

    /// Asks the server to send something.
    public Answer put(StoaProcess server, String transaction, String text) {
        return client(server)
                .put(
                        "/rooms/{}/send/m.room.message/{}",
                        JsonObject.of("msgtype", "m.text", "body", text),
                        room,
                        transaction);
    }

    /// Remembers that the server has acknowledged an event, after all that were acknowledged before.
    public void add(String eventId) {
        events.add(eventId);
    }

    /// The ids of the messages of the room, as the server gives them, from the oldest.
    public List<String> messages(StoaProcess server) {
        return messages(client(server), room);
    }

    /// The ids of the messages of a room, from the oldest.
    public static List<String> messages(TestClient client, String room) {
        List<String> ids = new ArrayList<>();
        JsonObject page = client.get("/rooms/{}/messages?dir=f&limit=1000", room).ok();
        while (true) {
            for (JsonObject event : page.array("chunk").orElseThrow().objects()) {
                if (event.string("type").orElseThrow().equals("m.room.message")) {
                    ids.add(event.string("event_id").orElseThrow());
                }
            }
            if (page.string("end").isEmpty()) {
                return ids;
            }
            page =
                    client.get(
                                    "/rooms/{}/messages?dir=f&limit=1000&from={}",
                                    room,
                                    page.string("end").orElseThrow())
                            .ok();
        }
    }

    /// Fails unless the server has all that was acknowledged, each once, in order, and nothing else.
    public void assertWhole(StoaProcess server) {
        assertThat(messages(server)).isEqualTo(events);
    }
}

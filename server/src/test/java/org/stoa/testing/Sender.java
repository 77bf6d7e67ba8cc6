package org.stoa.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.stoa.protocol.json.JsonObject;

/// Somebody who sends one message after the other, each with a transaction id, and remembers what the server acknowledged.
/// For one thread at a time.
public final class Sender {
    private final JsonObject login;
    private final String room;
    private final Map<String, String> acknowledged = new LinkedHashMap<>();
    private Optional<String> open = Optional.empty();
    private int count;

    private Sender(TestClient client, String room) {
        this.login =
                JsonObject.of(
                        "user_id", client.id(),
                        "access_token", client.token(),
                        "device_id", client.deviceId());
        this.room = room;
    }

    /// Registers a user, who joins a room.
    public static Sender into(String room, StoaProcess server, String localpart) {
        TestClient client = server.client().register(localpart);
        client.join(room);
        return new Sender(client, room);
    }

    /// Registers a user with a room.
    public static Sender intoOwnRoom(StoaProcess server, String localpart) {
        TestClient client = server.client().register(localpart);
        return new Sender(client, client.createRoom());
    }

    public String room() {
        return room;
    }

    /// The ids of the events that the server acknowledged, by transaction id, in the order of their sending.
    public Map<String, String> acknowledged() {
        return acknowledged;
    }

    /// Whether the server acknowledged an event of this sender with that id.
    public boolean sent(String eventId) {
        return acknowledged.containsValue(eventId);
    }

    /// The ids of the messages of the room, from the oldest.
    public List<String> messages(StoaProcess server) {
        return Chat.messages(server.client().as(login), room);
    }

    /// Sends until the connection breaks; counts each answer down. Whether the last message arrived is then not known. An
    /// answer that the server is about to stop ends it, too; that message did not arrive.
    public void sendUntilCutOff(StoaProcess server, CountDownLatch answers) {
        TestClient client = server.client().as(login);
        try {
            while (true) {
                String transaction = "t" + count++;
                open = Optional.of(transaction);
                Answer answer = ask(client, transaction);
                open = Optional.empty();
                if (answer.status() == 503) {
                    return;
                }
                acknowledged.put(transaction, answer.string("event_id"));
                answers.countDown();
            }
        } catch (UncheckedIOException e) {
            assertThat(open).as("what was not answered").isPresent();
        }
    }

    /// Whether a message was sent that nobody has answered yet.
    public boolean waits() {
        return open.isPresent();
    }

    /// Sends everything once more: what was acknowledged must get the same answer, and what was not is acknowledged now.
    public void retryAll(StoaProcess server) {
        TestClient client = server.client().as(login);
        acknowledged.forEach(
                (transaction, event) ->
                        assertThat(put(client, transaction)).as(transaction).isEqualTo(event));
        open.ifPresent(transaction -> acknowledged.put(transaction, put(client, transaction)));
        open = Optional.empty();
    }

    private String put(TestClient client, String transaction) {
        return ask(client, transaction).string("event_id");
    }

    private Answer ask(TestClient client, String transaction) {
        return client.put(
                "/rooms/{}/send/m.room.message/{}",
                JsonObject.of("msgtype", "m.text", "body", transaction),
                room,
                transaction);
    }
}

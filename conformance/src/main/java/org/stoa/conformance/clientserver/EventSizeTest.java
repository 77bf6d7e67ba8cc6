package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#size-limits, and appendices#canonical-json for what an event may be made of.
@Section("client-server-api#size-limits")
final class EventSizeTest {
    private static Json text(int length) {
        return Json.of("msgtype", "m.text", "body", "x".repeat(length));
    }

    private static Answer send(User user, String room, Json content) {
        return user.put("/rooms/{}/send/m.room.message/one", content, room);
    }

    @Test
    void event_ofAlmost64KiB_isSent_andRead(User alice, User bob) {
        String room = alice.createRoomWith(bob);

        String event = alice.sendEvent(room, "m.room.message", text(60_000));

        assertThat(bob.event(room, event).string("content", "body")).hasSize(60_000);
    }

    @Test
    void event_ofMoreThan64KiB_isTooLarge(User alice) {
        send(alice, alice.createRoom(), text(65_537)).expectError(413, "M_TOO_LARGE");
    }

    @Test
    void event_isMeasuredAsAWhole_notByItsContent(User alice) {
        send(alice, alice.createRoom(), text(65_400)).expectError(413, "M_TOO_LARGE");
    }

    @Test
    void event_isMeasuredInBytes(User alice) {
        Json content = Json.of("msgtype", "m.text", "body", "é".repeat(33_000));

        send(alice, alice.createRoom(), content).expectError(413, "M_TOO_LARGE");
    }

    @Test
    void eventThatWasTooLarge_isNotInTheRoom(User alice) {
        String room = alice.createRoom();
        send(alice, room, text(65_537)).expectError(413, "M_TOO_LARGE");

        assertThat(alice.get("/rooms/{}/messages?dir=b&limit=100", room).ok().list("chunk"))
                .extracting(event -> event.string("type"))
                .doesNotContain("m.room.message");
    }

    @Test
    void stateEvent_ofMoreThan64KiB_isTooLarge(User alice) {
        alice.put(
                        "/rooms/{}/state/com.example.big/",
                        Json.of("big", "x".repeat(65_537)),
                        alice.createRoom())
                .expectError(413, "M_TOO_LARGE");
    }

    @Test
    void stateKey_of255Bytes_isTheLongest(User alice) {
        String room = alice.createRoom();

        alice.setState(room, "com.example.key", "k".repeat(255), Json.of("fits", true));
        Answer longer =
                alice.put("/rooms/{}/state/com.example.key/{}", Json.EMPTY, room, "k".repeat(256));

        assertThat(alice.state(room, "com.example.key", "k".repeat(255)))
                .isEqualTo(Json.of("fits", true));
        assertThat(longer.status()).isIn(400, 413);
    }

    @Test
    void type_of255Bytes_isTheLongest(User alice, Homeserver homeserver) {
        String room = alice.createRoom();
        String type = "t".repeat(255);

        String event = alice.sendEvent(room, type, Json.of("fits", true));
        Answer longer =
                alice.put(
                        "/rooms/{}/send/{}/{}",
                        Json.EMPTY,
                        room,
                        type + "t",
                        homeserver.unique("t"));

        assertThat(alice.event(room, event).string("type")).isEqualTo(type);
        assertThat(longer.status()).isIn(400, 413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1e80", "9007199254740992", "-9007199254740992"})
    void numberThatIsNotCanonical_isRefused(String number, User alice) {
        Answer answer =
                alice.sendBytes(
                        "PUT",
                        "/rooms/{}/send/m.room.message/one",
                        "application/json",
                        ("{\"msgtype\":\"m.text\",\"body\":\"a\",\"n\":" + number + "}")
                                .getBytes(StandardCharsets.UTF_8),
                        alice.createRoom());

        answer.expectError(400, "M_BAD_JSON");
    }

    @ParameterizedTest
    @ValueSource(longs = {9007199254740991L, -9007199254740991L, 0L})
    void numberAtTheEdge_isKept(long number, User alice, User bob) {
        String room = alice.createRoomWith(bob);

        String event =
                alice.sendEvent(
                        room,
                        "m.room.message",
                        Json.of("msgtype", "m.text", "body", "a", "n", number));

        assertThat(bob.event(room, event).integer("content", "n")).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "quote \" and \\ backslash",
                "\u0000 \u001f \u007f",
                "\ud83d\ude00",
                "\u2028"
            })
    void text_isKeptAsItIs(String text, User alice, User bob) {
        String room = alice.createRoomWith(bob);

        String event = alice.say(room, text);

        assertThat(bob.event(room, event).string("content", "body")).isEqualTo(text);
    }

    @Test
    void content_thatIsNoObject_isRefused(User alice) {
        Answer answer =
                alice.put(
                        "/rooms/{}/send/m.room.message/one",
                        Json.array("not", "an", "object"),
                        alice.createRoom());

        assertThat(answer.status()).isEqualTo(400);
    }
}

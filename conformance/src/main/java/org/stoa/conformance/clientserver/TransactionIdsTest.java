package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#transaction-identifiers.
@Section("client-server-api#transaction-identifiers")
final class TransactionIdsTest {
    private static final String PATH = "/rooms/{}/send/{}/{}";

    private static Json text(String body) {
        return Json.of("msgtype", "m.text", "body", body);
    }

    private static String send(User user, String room, String transaction) {
        return user.put(PATH, text("hello"), room, "m.room.message", transaction)
                .ok()
                .string("event_id");
    }

    @Test
    void retransmission_getsTheFirstAnswer(User alice) {
        String room = alice.createRoom();

        String event = send(alice, room, "1");

        assertThat(send(alice, room, "1")).isEqualTo(event);
        List<Json> messages =
                alice.sync().timeline(room).stream()
                        .filter(e -> e.string("type").equals("m.room.message"))
                        .toList();
        assertThat(Sync.ids(messages)).containsExactly(event);
    }

    @Test
    void retransmission_withAnotherBody_changesNothing(User alice) {
        String room = alice.createRoom();
        String event = send(alice, room, "1");

        // A retransmission is known by its transaction ID and its path.
        String again =
                alice.put(PATH, text("other"), room, "m.room.message", "1").ok().string("event_id");

        assertThat(again).isEqualTo(event);
        assertThat(alice.event(room, event).string("content", "body")).isEqualTo("hello");
    }

    @Test
    void sameId_inAnotherRoom_isAnotherRequest(User alice) {
        String first = alice.createRoom();
        String second = alice.createRoom();

        assertThat(send(alice, first, "1")).isNotEqualTo(send(alice, second, "1"));
    }

    @Test
    void sameId_onAnotherDevice_isAnotherRequest(User alice) {
        String room = alice.createRoom();
        User phone = alice.loginAgain();

        assertThat(send(alice, room, "1")).isNotEqualTo(send(phone, room, "1"));
    }

    @Test
    void sameId_ofAnotherUser_isAnotherRequest(User alice, User bob) {
        String room = alice.createRoomWith(bob);

        assertThat(send(alice, room, "1")).isNotEqualTo(send(bob, room, "1"));
    }

    @Test
    void sameId_onTheSameDevice_afterANewLogin_isARetransmission(
            Homeserver homeserver, User alice) {
        String room = alice.createRoom();
        String event = send(alice, room, "1");
        Json login = alice.passwordLogin().with("device_id", alice.deviceId());

        User again = User.of(homeserver, homeserver.anonymous().post("/login", login).ok());

        // Transaction IDs are scoped to devices.
        assertThat(send(again, room, "1")).isEqualTo(event);
    }

    @Test
    void redaction_isIdempotentToo(User alice) {
        String room = alice.createRoom();
        String event = alice.say(room, "hello");

        String first =
                alice.put("/rooms/{}/redact/{}/1", Json.EMPTY, room, event).ok().string("event_id");

        assertThat(
                        alice.put("/rooms/{}/redact/{}/1", Json.EMPTY, room, event)
                                .ok()
                                .string("event_id"))
                .isEqualTo(first);
    }

    @Test
    void transactionId_isShownToTheSendingDevice(User alice) {
        String room = alice.createRoom();
        send(alice, room, "local-echo");

        Json event = alice.sync().timeline(room).getLast();

        assertThat(event.string("unsigned", "transaction_id")).isEqualTo("local-echo");
    }

    @Test
    void transactionId_isNotShownToOthers(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = send(alice, room, "local-echo");

        Json seen = bob.syncUntilEvent(room, event).timeline(room).getLast();

        assertThat(seen.has("unsigned", "transaction_id")).isFalse();
        assertThat(
                        alice.loginAgain()
                                .sync()
                                .timeline(room)
                                .getLast()
                                .has("unsigned", "transaction_id"))
                .isFalse();
    }
}

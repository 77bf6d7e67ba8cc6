package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#client-config.
@Section("client-server-api#client-config")
final class AccountDataTest {
    private static final String TYPE = "org.example.custom";

    private static void set(User user, String type, Json content) {
        user.put("/user/{}/account_data/{}", content, user.id(), type).ok();
    }

    @Test
    void data_thatWasSet_isRead(User alice) {
        Json content = Json.parse("{'custom_key':['a',{'b':1}]}");

        assertThat(alice.put("/user/{}/account_data/{}", content, alice.id(), TYPE).ok())
                .isEqualTo(Json.EMPTY);

        assertThat(alice.get("/user/{}/account_data/{}", alice.id(), TYPE).ok()).isEqualTo(content);
    }

    @Test
    void data_thatWasSetAgain_isReplaced(User alice) {
        set(alice, TYPE, Json.of("old", 1));

        set(alice, TYPE, Json.of("new", 2));

        assertThat(alice.get("/user/{}/account_data/{}", alice.id(), TYPE).ok())
                .isEqualTo(Json.of("new", 2));
    }

    @Test
    void data_thatIsEmpty_isRead(User alice) {
        set(alice, TYPE, Json.EMPTY);

        // 404 is for when no account data has been provided with the given `type`.
        assertThat(alice.get("/user/{}/account_data/{}", alice.id(), TYPE).ok())
                .isEqualTo(Json.EMPTY);
    }

    @Test
    void data_thatWasNeverSet_isNotFound(User alice) {
        alice.get("/user/{}/account_data/{}", alice.id(), TYPE).expectError(404, "M_NOT_FOUND");
    }

    @Test
    void data_isOnEveryDevice(User alice) {
        set(alice, TYPE, Json.of("x", 1));

        assertThat(alice.loginAgain().get("/user/{}/account_data/{}", alice.id(), TYPE).ok())
                .isEqualTo(Json.of("x", 1));
    }

    @Test
    void dataOfAnotherUser_isNeitherReadNorSet(User alice, User bob) {
        set(alice, TYPE, Json.of("x", 1));

        bob.get("/user/{}/account_data/{}", alice.id(), TYPE).expectError(403, "M_FORBIDDEN");
        bob.put("/user/{}/account_data/{}", Json.EMPTY, alice.id(), TYPE)
                .expectError(403, "M_FORBIDDEN");

        assertThat(alice.get("/user/{}/account_data/{}", alice.id(), TYPE).ok())
                .isEqualTo(Json.of("x", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.fully_read", "m.push_rules"})
    void dataThatTheServerManages_isNotSet(String type, User alice) {
        alice.put("/user/{}/account_data/{}", Json.EMPTY, alice.id(), type)
                .expectError(405, "M_BAD_JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.fully_read", "m.push_rules"})
    void roomDataThatTheServerManages_isNotSet(String type, User alice) {
        String room = alice.createRoom();

        alice.put("/user/{}/rooms/{}/account_data/{}", Json.EMPTY, alice.id(), room, type)
                .expectError(405, "M_BAD_JSON");
    }

    @Test
    void pushRules_areReadAsData(User alice) {
        // Servers must allow clients to read the above event types as normal.
        assertThat(alice.get("/user/{}/account_data/m.push_rules", alice.id()).ok().keys("global"))
                .contains("override", "underride");
    }

    @Test
    void body_thatIsNoObject_isRefused(User alice) {
        Answer answer = alice.put("/user/{}/account_data/{}", Json.array(1), alice.id(), TYPE);

        assertThat(answer.expect(400).json().string("errcode")).isIn("M_BAD_JSON", "M_NOT_JSON");
    }

    @Test
    void body_thatIsNoJson_isRefused(User alice) {
        Answer answer =
                alice.sendBytes(
                        "PUT",
                        "/user/{}/account_data/{}",
                        "application/json",
                        "x".getBytes(StandardCharsets.UTF_8),
                        alice.id(),
                        TYPE);

        assertThat(answer.expect(400).json().string("errcode")).isIn("M_BAD_JSON", "M_NOT_JSON");
    }

    @Test
    void data_isInTheInitialSync(User alice) {
        set(alice, TYPE, Json.of("x", 1));

        assertThat(Sync.ofType(alice.sync().accountData(), TYPE))
                .hasValueSatisfying(
                        event -> assertThat(event.get("content")).isEqualTo(Json.of("x", 1)));
    }

    @Test
    void newData_isInTheNextSync_andOnlyInThat(User alice) {
        Sync before = alice.sync();
        set(alice, TYPE, Json.of("x", 1));

        Sync after = alice.syncUntil(before, sync -> !sync.accountData().isEmpty());

        assertThat(Sync.ofType(after.accountData(), TYPE)).isPresent();
        assertThat(Sync.ofType(alice.syncSince(after).accountData(), TYPE)).isEmpty();
    }

    @Test
    void data_isNotInAnotherUsersSync(User alice, User bob) {
        alice.createRoomWith(bob);

        set(alice, TYPE, Json.of("x", 1));

        assertThat(Sync.ofType(bob.sync().accountData(), TYPE)).isEmpty();
    }

    @Test
    void roomData_isReadAndSynced(User alice) {
        String room = alice.createRoom();

        assertThat(
                        alice.put(
                                        "/user/{}/rooms/{}/account_data/{}",
                                        Json.of("x", 1),
                                        alice.id(),
                                        room,
                                        TYPE)
                                .ok())
                .isEqualTo(Json.EMPTY);

        assertThat(alice.get("/user/{}/rooms/{}/account_data/{}", alice.id(), room, TYPE).ok())
                .isEqualTo(Json.of("x", 1));
        assertThat(Sync.ofType(alice.sync().accountData(room), TYPE))
                .hasValueSatisfying(
                        event -> assertThat(event.get("content")).isEqualTo(Json.of("x", 1)));
    }

    @Test
    void roomData_doesNotFallBackToGlobalData(User alice) {
        String room = alice.createRoom();
        set(alice, TYPE, Json.of("x", 1));

        // There is no inheritance mechanism here.
        alice.get("/user/{}/rooms/{}/account_data/{}", alice.id(), room, TYPE)
                .expectError(404, "M_NOT_FOUND");
    }

    @Test
    void roomDataOfAnotherUser_isForbidden(User alice, User bob) {
        String room = alice.createRoomWith(bob);

        bob.get("/user/{}/rooms/{}/account_data/{}", alice.id(), room, TYPE)
                .expectError(403, "M_FORBIDDEN");
        bob.put("/user/{}/rooms/{}/account_data/{}", Json.EMPTY, alice.id(), room, TYPE)
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void roomData_ofNoRoomId_isInvalid(User alice) {
        alice.put("/user/{}/rooms/{}/account_data/{}", Json.EMPTY, alice.id(), "not-a-room", TYPE)
                .expectError(400, "M_INVALID_PARAM");
    }

    @Test
    void newRoomData_isInTheNextSync(User alice) {
        String room = alice.createRoom();
        Sync before = alice.sync();

        alice.put("/user/{}/rooms/{}/account_data/{}", Json.of("x", 1), alice.id(), room, TYPE)
                .ok();

        Sync after = alice.syncUntil(before, sync -> sync.joined(room).isPresent());
        assertThat(Sync.types(after.accountData(room))).containsExactly(TYPE);
        assertThat(after.timeline(room)).isEmpty();
    }
}

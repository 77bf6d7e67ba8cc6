package org.stoa.bridge.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.bridge.testing.Awaiting;
import org.stoa.bridge.testing.TestService;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonObject;

class IntentTest {

    @TempDir Path folder;
    private TestService test;
    private Intent bot;
    private Intent ghost;

    @BeforeEach
    void open() throws IOException {
        test = new TestService(folder);
        bot = test.service().bot();
        ghost = test.service().as(TestService.user("ghost_a"));
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void send_asNewGhost_registersInvitesJoinsAndSends() {
        RoomId room = bot.createRoom(JsonObject.EMPTY);

        ghost.sendText(room, "one", TransactionId.random());
        ghost.sendText(room, "two", TransactionId.random());

        assertThat(test.homeserver().rooms().messages(room.text()))
                .containsExactly("@ghost_a m.text one", "@ghost_a m.text two");
        assertThat(test.homeserver().calls())
                .filteredOn(call -> call.contains("register") || call.contains("/invite"))
                .containsExactly(
                        "POST register @bot:test", "POST rooms/" + room + "/invite @bot:test");
    }

    @Test
    void send_afterTheGhostWasRemoved_joinsAgain() {
        RoomId room = bot.createRoom(JsonObject.EMPTY);
        ghost.sendText(room, "one", TransactionId.random());
        test.homeserver()
                .rooms()
                .leave("@bot:test", room.text(), "@ghost_a:test", JsonObject.EMPTY);

        ghost.sendText(room, "two", TransactionId.random());

        assertThat(test.homeserver().rooms().messages(room.text())).hasSize(2);
    }

    @Test
    void send_withTheSameTransactionIdAfterARestart_isTheSameEvent() throws IOException {
        RoomId room = bot.createRoom(JsonObject.EMPTY);
        TransactionId transaction = TransactionId.of("$event", "answer");
        String first = bot.sendText(room, "hello", transaction);

        String second =
                test.restart().bot().sendText(room, "hello", TransactionId.of("$event", "answer"));

        assertThat(second).isEqualTo(first);
        assertThat(test.homeserver().rooms().messages(room.text())).hasSize(1);
    }

    @Test
    void ensureRegistered_whenItIsThere_isFine() {
        ghost.ensureRegistered();

        test.service().as(TestService.user("ghost_a")).ensureRegistered();

        assertThat(test.homeserver().users()).contains("@ghost_a:test");
    }

    @Test
    void profile_typingReceiptsAndState_reachTheHomeserver() {
        RoomId room = bot.createRoom(JsonObject.EMPTY);
        ghost.setDisplayName("Anna");
        ghost.setAvatar("mxc://test/a");
        ghost.typing(room, true, 5000);
        ghost.read(room, "$event");
        bot.sendState(room, "m.room.topic", "", JsonObject.of("topic", "Tea"));
        ghost.leave(room, "gone");

        assertThat(test.homeserver().profile("@ghost_a:test"))
                .isEqualTo(JsonObject.of("displayname", "Anna", "avatar_url", "mxc://test/a"));
        assertThat(test.homeserver().calls())
                .contains(
                        "PUT rooms/" + room + "/typing/@ghost_a:test @ghost_a:test",
                        "POST rooms/" + room + "/receipt/m.read/$event @ghost_a:test");
        assertThat(test.homeserver().rooms().state(room.text(), "m.room.topic", ""))
                .isEqualTo(JsonObject.of("topic", "Tea"));
        assertThat(test.homeserver().rooms().state(room.text(), "m.room.member", "@ghost_a:test"))
                .isEqualTo(JsonObject.of("membership", "leave", "reason", "gone"));
    }

    @Test
    void aliases_areMadeAndFound() {
        RoomId room = bot.createRoom(JsonObject.EMPTY);
        RoomAlias alias = RoomAlias.parse("#ghost_room:test");

        assertThat(bot.resolve(alias)).isEmpty();
        bot.addAlias(alias, room);

        assertThat(bot.resolve(alias)).contains(room);
        assertThat(ghost.resolve(alias)).contains(room);
    }

    @Test
    void states_areReadOnceAndThenFollowEvents() throws IOException {
        RoomId room = bot.createRoom(JsonObject.of("topic", "Tea"));
        RoomStates states = test.service().states();
        test.service().start((_, _) -> {});
        test.connect();
        assertThat(states.content(room, "m.room.topic", ""))
                .contains(JsonObject.of("topic", "Tea"));

        test.homeserver()
                .rooms()
                .setState(
                        "@bot:test",
                        room.text(),
                        "m.room.topic",
                        "",
                        JsonObject.of("topic", "Coffee"));
        ghost.ensureJoined(room);

        Awaiting.until(
                "topic and member",
                () ->
                        states.content(room, "m.room.topic", "")
                                        .filter(JsonObject.of("topic", "Coffee")::equals)
                                        .isPresent()
                                && states.members(room, "join")
                                        .containsAll(List.of("@bot:test", "@ghost_a:test")));
        assertThat(test.homeserver().calls())
                .filteredOn(call -> call.endsWith("/state @bot:test"))
                .hasSize(1);
    }
}

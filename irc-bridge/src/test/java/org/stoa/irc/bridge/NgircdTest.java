package org.stoa.irc.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.bridge.testing.Awaiting;
import org.stoa.bridge.testing.FakeHomeserver.Fault;
import org.stoa.irc.testing.IrcUser;
import org.stoa.irc.testing.Ngircd;
import org.stoa.irc.testing.TestBridge;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;

/// The bridge between a homeserver in memory and a real IRC server.
class NgircdTest {

    private static final String ANNA = "@anna:test";

    @TempDir Path folder;

    // Not there when the test was skipped.
    private @Nullable Ngircd started;

    @SuppressWarnings("NullAway.Init")
    private Ngircd server;

    @SuppressWarnings("NullAway.Init")
    private TestBridge bridge;

    @SuppressWarnings("NullAway.Init")
    private IrcUser ivan;

    @BeforeEach
    void start() throws IOException {
        server = Ngircd.start(folder);
        started = server;
        ivan = new IrcUser(server.port(), "Ivan").join("#tea");
        bridge = new TestBridge(folder, server.port());
    }

    @AfterEach
    void stop() {
        if (started != null) {
            bridge.close();
            ivan.close();
            started.close();
        }
    }

    private String room() {
        String room = bridge.homeserver().joinByAlias(ANNA, "#irc_net_tea:test");
        Awaiting.until("Anna is on IRC", () -> ivan.lines("JOIN").contains("anna[m] #tea"));
        Awaiting.until(
                "Ivan is on Matrix",
                () -> bridge.rooms().joined(room).contains("@_irc_net_ivan:test"));
        return room;
    }

    private void awaitMessage(String room, String message) {
        Awaiting.until(
                message + " in " + bridge.rooms().messages(room),
                () -> bridge.rooms().messages(room).contains(message));
    }

    @Test
    void alias_ofAChannel_isARoomWithThoseWhoAreInTheChannel() {
        String room = room();

        assertThat(bridge.rooms().joined(room))
                .containsExactlyInAnyOrder(ANNA, "@irc:test", "@_irc_net_ivan:test");
        assertThat(bridge.homeserver().profile("@_irc_net_ivan:test"))
                .isEqualTo(JsonObject.of("displayname", "Ivan"));
        assertThat(bridge.rooms().state(room, "m.room.name", ""))
                .isEqualTo(JsonObject.of("name", "#tea"));
    }

    @Test
    void alias_inCapitals_isTheSameRoom() {
        String room = room();

        assertThat(bridge.homeserver().joinByAlias("@bert:test", "#irc_net_TEA:test"))
                .isEqualTo(room);
    }

    @Test
    void alias_ofNoChannel_isNotFound() {
        assertThatThrownBy(() -> bridge.homeserver().joinByAlias(ANNA, "#irc_net_a channel:test"))
                .isInstanceOf(MatrixException.class);
        assertThatThrownBy(() -> bridge.homeserver().joinByAlias(ANNA, "#irc_other_tea:test"))
                .isInstanceOf(MatrixException.class);
    }

    @Test
    void messages_goBothWaysInOrder() {
        String room = room();

        for (int i = 0; i < 20; i++) {
            ivan.send("PRIVMSG #tea :from irc " + i);
            bridge.say(ANNA, room, "from matrix " + i);
        }

        ivan.awaitSaid("#tea", "anna[m] PRIVMSG from matrix 19");
        awaitMessage(room, "@_irc_net_ivan m.text from irc 19");
        assertThat(ivan.said("#tea")).isEqualTo(numbered(20, "anna[m] PRIVMSG from matrix "));
        assertThat(bridge.rooms().messages(room))
                .filteredOn(message -> message.startsWith("@_irc"))
                .isEqualTo(numbered(20, "@_irc_net_ivan m.text from irc "));
    }

    @Test
    void actionsAndNotices_goBothWays() {
        String room = room();
        ivan.send("PRIVMSG #tea :\u0001ACTION waves\u0001");
        ivan.send("NOTICE #tea :tea is ready");
        ivan.send("PRIVMSG #tea :this is \u0002bold\u0002");
        bridge.say(ANNA, room, JsonObject.of("msgtype", "m.emote", "body", "nods"));
        bridge.say(ANNA, room, JsonObject.of("msgtype", "m.notice", "body", "beep"));
        bridge.say(
                ANNA,
                room,
                JsonObject.of(
                        "msgtype",
                        "m.text",
                        "body",
                        "*so*",
                        "format",
                        "org.matrix.custom.html",
                        "formatted_body",
                        "<em>so</em> &amp; so"));

        ivan.awaitSaid("#tea", "anna[m] PRIVMSG \u001dso\u001d & so");
        assertThat(ivan.said("#tea"))
                .containsExactly(
                        "anna[m] PRIVMSG \u0001ACTION nods\u0001",
                        "anna[m] NOTICE beep",
                        "anna[m] PRIVMSG \u001dso\u001d & so");
        awaitMessage(room, "@_irc_net_ivan m.text this is bold");
        assertThat(bridge.rooms().messages(room))
                .contains("@_irc_net_ivan m.emote waves", "@_irc_net_ivan m.notice tea is ready");
        assertThat(bridge.rooms().events(room).toString())
                .contains("this is <strong>bold</strong>");
    }

    @Test
    void longMessagesAndLines_arriveWholeInPieces() {
        String room = room();
        String words = String.join(" ", numbered(200, "wörd"));
        bridge.say(ANNA, room, words + "\n\nlast line");

        ivan.awaitSaid("#tea", "anna[m] PRIVMSG last line");
        List<String> pieces = new ArrayList<>();
        for (String said : ivan.said("#tea")) {
            pieces.add(said.replace("anna[m] PRIVMSG ", ""));
        }
        assertThat(pieces).hasSizeGreaterThan(3);
        assertThat(String.join(" ", pieces)).isEqualTo(words + " last line");
    }

    @Test
    void topic_isTheSameOnBothSides() {
        String room = room();
        ivan.send("TOPIC #tea :Green tea");
        Awaiting.until(
                "topic from IRC",
                () ->
                        bridge.rooms()
                                .state(room, "m.room.topic", "")
                                .equals(JsonObject.of("topic", "Green tea")));

        bridge.rooms()
                .setState(ANNA, room, "m.room.topic", "", JsonObject.of("topic", "Black tea"));

        Awaiting.until(
                "topic from Matrix", () -> ivan.lines("TOPIC").contains("anna[m] #tea Black tea"));
    }

    @Test
    void ircUser_whoComesRenamesAndGoes_doesSoOnMatrix() throws IOException {
        String room = room();
        IrcUser olga = new IrcUser(server.port(), "olga").join("#tea");
        Awaiting.until(
                "olga comes", () -> bridge.rooms().joined(room).contains("@_irc_net_olga:test"));

        olga.send("NICK ol[ga]");
        Awaiting.until(
                "olga has another name",
                () ->
                        bridge.rooms().joined(room).contains("@_irc_net_ol=5bga=5d:test")
                                && !bridge.rooms().joined(room).contains("@_irc_net_olga:test"));
        olga.send("QUIT :bye");

        Awaiting.until(
                "olga goes",
                () -> !bridge.rooms().joined(room).contains("@_irc_net_ol=5bga=5d:test"));
        olga.close();
    }

    @Test
    void matrixUser_whoLeaves_leavesTheChannelAfterWhatWasSaid() {
        String room = room();
        bridge.say(ANNA, room, "goodbye");
        bridge.rooms().leave(ANNA, room, ANNA, JsonObject.of("reason", "sleepy"));

        ivan.awaitSaid("#tea", "anna[m] PRIVMSG goodbye");
        Awaiting.until("part", () -> ivan.lines("PART").contains("anna[m] #tea sleepy"));
    }

    @Test
    void matrixUser_whoIsKickedOnIrc_isRemovedFromTheRoom() {
        String room = room();
        ivan.send("KICK #tea anna[m] :no coffee");

        Awaiting.until("removal", () -> !bridge.rooms().joined(room).contains(ANNA));
        assertThat(bridge.rooms().state(room, "m.room.member", ANNA))
                .isEqualTo(
                        JsonObject.of(
                                "membership", "leave", "reason", "IRC: Kicked by Ivan: no coffee"));
    }

    @Test
    void matrixUser_whoIsBannedOnIrc_isRemovedFromTheRoom() {
        String room = room();
        ivan.send("MODE #tea +b bert*!*@*");
        ivan.await("MODE");
        bridge.rooms().join("@bert:test", room);

        Awaiting.until("removal", () -> !bridge.rooms().joined(room).contains("@bert:test"));
    }

    @Test
    void privateMessages_goBothWaysInOneRoom() {
        room();
        ivan.send("PRIVMSG anna[m] :psst");
        String direct =
                Awaiting.value(
                        "a room for two",
                        () ->
                                bridge.rooms().ids().stream()
                                        .filter(
                                                id ->
                                                        bridge.rooms()
                                                                .messages(id)
                                                                .contains(
                                                                        "@_irc_net_ivan m.text psst"))
                                        .findFirst());
        bridge.rooms().join(ANNA, direct);

        bridge.say(ANNA, direct, "yes?");
        ivan.awaitSaid("Ivan", "anna[m] PRIVMSG yes?");
        ivan.send("PRIVMSG anna[m] :tea!");

        awaitMessage(direct, "@_irc_net_ivan m.text tea!");
    }

    @Test
    void privateRoom_madeOnMatrix_reachesTheIrcUser() {
        room();
        String direct =
                bridge.rooms()
                        .create(
                                ANNA,
                                JsonObject.of(
                                        "is_direct",
                                        true,
                                        "invite",
                                        List.of("@_irc_net_ivan:test")));
        bridge.say(ANNA, direct, "hello Ivan");

        ivan.awaitSaid("Ivan", "anna[m] PRIVMSG hello Ivan");
    }

    @Test
    void privateMessage_toNobody_isAnsweredSo() {
        String direct =
                bridge.rooms()
                        .create(
                                ANNA,
                                JsonObject.of(
                                        "is_direct",
                                        true,
                                        "invite",
                                        List.of("@_irc_net_nobody:test")));
        bridge.homeserver().push().get("/users/@_irc_net_nobody:test");
        bridge.say(ANNA, direct, "hello?");

        Awaiting.until(
                "an answer",
                () ->
                        bridge.rooms().messages(direct).stream()
                                .anyMatch(
                                        message ->
                                                message.startsWith(
                                                        "@_irc_net_nobody m.notice Not delivered")));
    }

    @Test
    void nick_thatIsTaken_isNumbered() throws IOException {
        IrcUser other = new IrcUser(server.port(), "anna[m]");
        String room = bridge.homeserver().joinByAlias(ANNA, "#irc_net_tea:test");
        bridge.say(ANNA, room, "hello");

        Awaiting.until("numbered", () -> ivan.lines("JOIN").contains("anna[m]1 #tea"));
        ivan.awaitSaid("#tea", "anna[m]1 PRIVMSG hello");
        other.close();
    }

    @Test
    void command_nick_changesTheNickAndIsRemembered() throws IOException {
        room();
        String control = bridge.rooms().create(ANNA, JsonObject.of("invite", List.of("@irc:test")));
        Awaiting.until(
                "the bridge comes", () -> bridge.rooms().joined(control).contains("@irc:test"));
        bridge.say(ANNA, control, "nick net Anna-B");

        Awaiting.until("renamed", () -> ivan.lines("NICK").contains("anna[m] Anna-B"));
        bridge.stop();
        bridge.start();
        Awaiting.until("comes back so", () -> ivan.lines("JOIN").contains("Anna-B #tea"));
    }

    @Test
    void restarts_inTheMiddleOfATalk_loseAndDoubleNothing() throws IOException {
        String room = room();
        bridge.homeserver().push().sendTwice();
        int said = 0;
        for (int restart = 0; restart < 3; restart++) {
            for (int i = 0; i < 10; i++, said++) {
                ivan.send("PRIVMSG #tea :from irc " + said);
                bridge.say(ANNA, room, "from matrix " + said);
            }
            // What IRC says while nobody listens is lost, so the bridge stops when it has heard all
            // of it, not sent it.
            bridge.homeserver().fail(Fault.NO_ANSWER, Fault.BAD_GATEWAY);
            awaitHeardByBridge(said - 1);
            bridge.stop();
            bridge.say(ANNA, room, "while away " + restart);
            bridge.start();
            int joins = restart + 2;
            Awaiting.until(
                    "the bridge listens again",
                    () ->
                            ivan.lines("JOIN").stream().filter("bridge #tea"::equals).count()
                                    >= joins);
        }

        ivan.awaitSaid("#tea", "anna[m] PRIVMSG while away 2");
        awaitMessage(room, "@_irc_net_ivan m.text from irc 29");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            expected.add("anna[m] PRIVMSG from matrix " + i);
            if (i % 10 == 9) {
                expected.add("anna[m] PRIVMSG while away " + i / 10);
            }
        }
        assertThat(ivan.said("#tea").stream().map(NgircdTest::unnumberedNick).toList())
                .isEqualTo(expected);
        assertThat(bridge.rooms().messages(room))
                .filteredOn(message -> message.startsWith("@_irc"))
                .isEqualTo(numbered(30, "@_irc_net_ivan m.text from irc "));
    }

    /// The server hands lines out in order, so when the bridge's user is told this one it was told the others.
    private void awaitHeardByBridge(int number) {
        ivan.send("PRIVMSG bridge :\u0001PING " + number + "\u0001");
        Awaiting.until(
                "the bridge answers",
                () -> ivan.said("Ivan").contains("bridge NOTICE \u0001PING " + number + "\u0001"));
    }

    private static String unnumberedNick(String said) {
        return said.replaceFirst("^anna\\[m\\]\\d", "anna[m]");
    }

    private static List<String> numbered(int count, String text) {
        return IntStream.range(0, count).mapToObj(i -> text + i).toList();
    }
}

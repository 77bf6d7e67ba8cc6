package org.stoa.irc.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.bridge.testing.Awaiting;
import org.stoa.irc.testing.ScriptedIrc;
import org.stoa.irc.testing.TestBridge;
import org.stoa.protocol.json.JsonObject;

/// IRC servers that lose connections, refuse nicks and answer nothing.
class FailingServerTest {

    private static final String ANNA = "@anna:test";

    @TempDir Path folder;

    @Test
    void line_thatTheServerDidNotConfirm_isSentAgainOnTheNextConnection() throws IOException {
        AtomicInteger messages = new AtomicInteger();
        try (ScriptedIrc server =
                        new ScriptedIrc(
                                (client, message) -> {
                                    // The second line is lost with the connection.
                                    if (message.command().equals("PRIVMSG")
                                            && messages.incrementAndGet() == 2) {
                                        client.close();
                                        return true;
                                    }
                                    return false;
                                });
                TestBridge bridge = new TestBridge(folder, server.port())) {
            String room = bridge.homeserver().joinByAlias(ANNA, "#irc_net_tea:test");
            bridge.say(ANNA, room, "one");
            Awaiting.until("one", () -> messages.get() == 1);
            bridge.say(ANNA, room, "two");
            bridge.say(ANNA, room, "three");

            Awaiting.until("three", () -> server.heard("PRIVMSG").contains("PRIVMSG #tea :three"));
            Awaiting.until("two again", () -> messages.get() >= 4);
        }
    }

    @Test
    void line_thatTheBridgeSawArrive_isNotSentAgain() throws IOException {
        AtomicInteger messages = new AtomicInteger();
        AtomicBoolean seen = new AtomicBoolean();
        ScriptedIrc.Client[] listener = new ScriptedIrc.Client[1];
        try (ScriptedIrc server =
                        new ScriptedIrc(
                                (client, message) -> {
                                    if (client.nick().equals("bridge")) {
                                        listener[0] = client;
                                        if (message.last().equals("seen")) {
                                            seen.set(true);
                                        }
                                        return false;
                                    }
                                    if (message.command().equals("PRIVMSG")
                                            && messages.incrementAndGet() == 1) {
                                        listener[0].send(
                                                ":" + client.nick() + "!u@h PRIVMSG #tea :one");
                                        listener[0].send("PING :seen");
                                    }
                                    // It arrived, and its confirmation is lost with the connection.
                                    if (message.command().equals("PING")
                                            && messages.compareAndSet(1, 2)) {
                                        client.close();
                                        return true;
                                    }
                                    // The next connection comes when the bridge has seen it.
                                    if (message.command().equals("USER") && messages.get() == 2) {
                                        Awaiting.until("seen", seen::get);
                                    }
                                    return false;
                                });
                TestBridge bridge = new TestBridge(folder, server.port())) {
            String room = bridge.homeserver().joinByAlias(ANNA, "#irc_net_tea:test");
            bridge.say(ANNA, room, "one");
            Awaiting.until("lost", () -> server.heard("NICK").size() >= 3);
            bridge.say(ANNA, room, "two");

            Awaiting.until("two", () -> server.heard("PRIVMSG").contains("PRIVMSG #tea :two"));
            assertThat(server.heard("PRIVMSG"))
                    .containsExactly("PRIVMSG #tea :one", "PRIVMSG #tea :two");
        }
    }

    @Test
    void messages_forAServerThatIsAwayOverARestart_arriveWhenItComes() throws IOException {
        TestBridge bridge;
        String room;
        int port;
        try (ScriptedIrc server = new ScriptedIrc((_, _) -> false)) {
            port = server.port();
            bridge = new TestBridge(folder, port);
            room = bridge.homeserver().joinByAlias(ANNA, "#irc_net_tea:test");
            Awaiting.until("joined", () -> server.heard("JOIN").size() == 2);
            AtomicInteger messages = new AtomicInteger();
            server.script(
                    (client, message) -> {
                        boolean away = message.command().equals("PRIVMSG") || messages.get() > 0;
                        if (away) {
                            messages.incrementAndGet();
                            client.close();
                        }
                        return away;
                    });
            bridge.say(ANNA, room, "one");
            Awaiting.until("it arrived", () -> server.heard("PRIVMSG").size() == 1);
            bridge.stop();
            bridge.say(ANNA, room, "two");
            server.script((_, _) -> false);
            bridge.start();

            Awaiting.until("both", () -> server.heard("PRIVMSG").size() >= 3);
            assertThat(server.heard("PRIVMSG"))
                    .containsExactly("PRIVMSG #tea :one", "PRIVMSG #tea :one", "PRIVMSG #tea :two");
        }
        bridge.close();
    }

    @Test
    void nick_thatIsRefused_isShortenedAndNumbered() throws IOException {
        try (ScriptedIrc server =
                        new ScriptedIrc(
                                (client, message) -> {
                                    String nick = message.last();
                                    if (message.command().equals("USER")) {
                                        return true;
                                    }
                                    if (!message.command().equals("NICK")
                                            || nick.equals("bridge")) {
                                        if (nick.equals("bridge")) {
                                            client.send(ScriptedIrc.welcome(nick));
                                        }
                                        return message.command().equals("NICK");
                                    }
                                    if (nick.length() > 9) {
                                        client.send(":s 432 * " + nick + " :Too long");
                                    } else if (!nick.endsWith("2")) {
                                        client.send(":s 433 * " + nick + " :In use");
                                    } else {
                                        client.send(ScriptedIrc.welcome(nick));
                                    }
                                    return true;
                                });
                TestBridge bridge = new TestBridge(folder, server.port())) {
            String user = "@annabella:test";
            String room = bridge.homeserver().joinByAlias(user, "#irc_net_tea:test");
            bridge.say(user, room, "hello");

            Awaiting.until("hello", () -> !server.heard("PRIVMSG").isEmpty());
            assertThat(server.heard("NICK"))
                    .containsExactly(
                            "NICK bridge",
                            "NICK annabella[m]",
                            "NICK annabella",
                            "NICK annabell1",
                            "NICK annabell2");
        }
    }

    @Test
    void channels_ofTheConfiguration_haveRoomsFromTheStart() throws IOException {
        try (ScriptedIrc server = new ScriptedIrc((_, _) -> false);
                TestBridge bridge = new TestBridge(folder, server.port(), "#one", "#two")) {
            Awaiting.until(
                    "rooms",
                    () ->
                            bridge.rooms().resolve("#irc_net_one:test").isPresent()
                                    && bridge.rooms().resolve("#irc_net_two:test").isPresent());
        }
    }

    @Test
    void channel_thatTheServerRefuses_isNoRoom() throws IOException {
        try (ScriptedIrc server =
                        new ScriptedIrc(
                                (client, message) -> {
                                    boolean join = message.command().equals("JOIN");
                                    if (join) {
                                        client.send(":s 473 bridge #tea :Cannot join channel (+i)");
                                    }
                                    return join;
                                });
                TestBridge bridge = new TestBridge(folder, server.port())) {
            Awaiting.until("connected", () -> !server.heard("USER").isEmpty());

            assertThat(bridge.homeserver().push().get("/_matrix/app/v1/rooms/%23irc_net_tea:test"))
                    .isEqualTo(404);
            assertThat(bridge.rooms().ids()).isEmpty();
        }
    }

    @Test
    void thirdPartyNetworks_areDescribedAndFound() throws IOException {
        try (ScriptedIrc server = new ScriptedIrc((_, _) -> false);
                TestBridge bridge = new TestBridge(folder, server.port())) {
            String path = "/_matrix/app/v1/thirdparty/";

            assertThat(bridge.homeserver().push().json(path + "protocol/irc").toString())
                    .contains("\"instances\":[{\"desc\":\"net\",\"network_id\":\"net\"");
            assertThat(
                            bridge.homeserver()
                                    .push()
                                    .json(path + "location/irc?network=net&channel=%23Tea")
                                    .toString())
                    .isEqualTo(
                            "[{\"alias\":\"#irc_net_tea:test\",\"protocol\":\"irc\",\"fields\":{\"network\":\"net\",\"channel\":\"#tea\"}}]");
            assertThat(
                            bridge.homeserver()
                                    .push()
                                    .json(path + "user?userid=@_irc_net_ivan:test")
                                    .toString())
                    .isEqualTo(
                            "[{\"userid\":\"@_irc_net_ivan:test\",\"protocol\":\"irc\",\"fields\":{\"network\":\"net\",\"nickname\":\"ivan\"}}]");
        }
    }

    @Test
    void longMessage_isCutAndSaysSo() {
        var entries =
                Messages.toIrc(
                        JsonObject.of("msgtype", "m.text", "body", "x\n".repeat(50)),
                        "#tea",
                        true,
                        3);

        assertThat(entries)
                .extracting(entry -> entry.text())
                .containsExactly("x", "x", "… (48 more lines on Matrix)");
    }

    @Test
    void reply_losesItsFallbackAndFilesAreNamed() {
        JsonObject reply =
                JsonObject.of(
                        "msgtype",
                        "m.text",
                        "body",
                        "> <@ivan:test> tea?\n\nyes",
                        "m.relates_to",
                        JsonObject.of("m.in_reply_to", JsonObject.of("event_id", "$1")));
        JsonObject image = JsonObject.of("msgtype", "m.image", "body", "cup.png");

        assertThat(Messages.toIrc(reply, "#tea", true, 9).getFirst().line())
                .isEqualTo("PRIVMSG #tea :yes");
        assertThat(Messages.toIrc(image, "ivan", false, 9).getFirst().line())
                .isEqualTo("PRIVMSG ivan :\u0001ACTION sent image: cup.png\u0001");
    }
}

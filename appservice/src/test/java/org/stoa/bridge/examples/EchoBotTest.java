package org.stoa.bridge.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.bridge.AppService;
import org.stoa.bridge.testing.Awaiting;
import org.stoa.bridge.testing.FakeHomeserver.Fault;
import org.stoa.bridge.testing.FakeRooms;
import org.stoa.bridge.testing.TestService;
import org.stoa.protocol.json.JsonObject;

class EchoBotTest {

    @TempDir Path folder;
    private TestService test;
    private FakeRooms rooms;
    private String room = "";

    @BeforeEach
    void open() throws IOException {
        test = new TestService(folder);
        rooms = test.homeserver().rooms();
        start(test.service());
        room = rooms.create("@anna:test", JsonObject.of("invite", List.of("@bot:test")));
        Awaiting.until("the bot joins", () -> rooms.joined(room).contains("@bot:test"));
    }

    @AfterEach
    void close() {
        test.close();
    }

    private void start(AppService service) throws IOException {
        service.start((event, _) -> EchoBot.echo(service.bot(), event));
        test.connect();
    }

    @Test
    void message_isEchoed() {
        say("hello");

        Awaiting.until("an echo", () -> rooms.messages(room).size() >= 2);
        assertThat(rooms.messages(room))
                .containsExactly("@anna m.text hello", "@bot m.notice hello");
    }

    @Test
    void messages_overARestartWithLostAnswersAndRepeatedTransactions_areEchoedOnceEach()
            throws IOException {
        test.homeserver().push().sendTwice();
        say("one");
        test.homeserver().fail(Fault.NO_ANSWER);
        say("two");
        AppService service = test.restart();
        say("three");
        start(service);
        say("four");

        Awaiting.until("four echoes", () -> rooms.messages(room).size() >= 8);
        assertThat(rooms.messages(room))
                .filteredOn(message -> message.startsWith("@bot"))
                .containsExactly(
                        "@bot m.notice one",
                        "@bot m.notice two",
                        "@bot m.notice three",
                        "@bot m.notice four");
    }

    private void say(String text) {
        rooms.send(
                "@anna:test",
                room,
                "m.room.message",
                text,
                JsonObject.of("msgtype", "m.text", "body", text));
    }
}

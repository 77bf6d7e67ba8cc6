package org.stoa.bridge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.bridge.intent.TransactionId;
import org.stoa.bridge.testing.FakeHomeserver.Fault;
import org.stoa.bridge.testing.TestService;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonObject;

class HomeserverTest {

    @TempDir Path folder;
    private TestService test;
    private RoomId room;

    @BeforeEach
    void open() throws IOException {
        test = new TestService(folder);
        room = test.service().bot().createRoom(JsonObject.EMPTY);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void send_whenTheAnswerIsLost_happensOnce() {
        test.homeserver().fail(Fault.NO_ANSWER, Fault.BAD_GATEWAY);

        test.service().bot().sendText(room, "hello", TransactionId.random());

        assertThat(test.homeserver().rooms().messages(room.text()))
                .containsExactly("@bot m.text hello");
        assertThat(test.pauses()).containsExactly(Duration.ofMillis(250), Duration.ofMillis(500));
    }

    @Test
    void send_whenToldToWait_waitsAsLong() {
        test.homeserver().fail(Fault.TOO_MANY_REQUESTS);

        test.service().bot().sendText(room, "hello", TransactionId.random());

        assertThat(test.homeserver().rooms().messages(room.text())).hasSize(1);
        assertThat(test.pauses()).containsExactly(Duration.ofMillis(1500));
    }

    @Test
    void createRoom_whenTheAnswerIsLost_isNotDoneAgain() {
        test.homeserver().fail(Fault.NO_ANSWER);

        assertThatThrownBy(() -> test.service().bot().createRoom(JsonObject.EMPTY))
                .isInstanceOf(Unreachable.class);

        assertThat(test.homeserver().rooms().ids()).hasSize(2);
    }

    @Test
    void createRoom_whenNothingWasSent_isTriedUntilPatienceEnds() {
        List<Duration> pauses = new ArrayList<>();
        Homeserver nobody =
                new Homeserver(
                        URI.create("http://127.0.0.1:1"),
                        "token",
                        new Backoff(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(20)),
                        pauses::add);

        assertThatThrownBy(
                        () -> nobody.object(Call.post(JsonObject.EMPTY, "v3", "createRoom"), null))
                .isInstanceOf(Unreachable.class);

        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 5L, 5L);
    }

    @Test
    void error_hasStatusAndCode() {
        assertThatThrownBy(() -> test.service().bot().join("!nowhere:test"))
                .isInstanceOfSatisfying(
                        HomeserverError.class,
                        e -> {
                            assertThat(e.status()).isEqualTo(404);
                            assertThat(e.code()).isEqualTo("M_NOT_FOUND");
                        })
                .hasMessage(
                        "POST /v3/join/!nowhere:test was answered 404 M_NOT_FOUND: No such room");
    }
}

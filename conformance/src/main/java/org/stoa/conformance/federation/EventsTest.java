package org.stoa.conformance.federation;

import static org.assertj.core.api.Assertions.assertThat;

import org.stoa.conformance.Section;
import org.stoa.conformance.client.Deadline;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;
import org.stoa.conformance.peers.BothWays;
import org.stoa.conformance.peers.Meeting;
import org.stoa.conformance.peers.Pair;
import org.stoa.conformance.peers.Versions;

/// Spec: server-server-api#pdus, server-server-api#signing-events.
@Section("server-server-api#pdus")
final class EventsTest {
    /// Text and keys that are easy to sort, to escape or to count in the wrong way: beyond the basic plane, controls, marks that
    /// join, separators of lines, quotes.
    private static final Json ODD =
            Json.of(
                    "msgtype",
                    "m.text",
                    "body",
                    "na\u00efve \ud83e\udd8a \u0645\u0631\u062d\u0628\u0627 \u65e5\u672c e\u0301 "
                            + "\ud83d\udc69\u200d\ud83d\ude80 \u2028 \u0007 \u007f \"\\/ \t\n <b>&amp;",
                    "org.example.keys",
                    Json.of(
                            "\ud800\udc00",
                            "beyond the basic plane",
                            "\uffff",
                            1,
                            "",
                            -1,
                            "\u00e9",
                            true,
                            "e\u0301",
                            false,
                            "\u0001",
                            "control",
                            "a.b\\\"c",
                            "quotes"),
                    "org.example.numbers",
                    Json.array(0, -1, 9_007_199_254_740_991L, -9_007_199_254_740_991L),
                    "org.example.empty",
                    Json.array(Json.EMPTY, Json.array(), "", null));

    @BothWays(Versions.FULL)
    void message_arrivesAsItWasSent(Pair pair) {
        Meeting meeting = pair.meet();

        arrives(meeting.alice(), meeting.bob(), meeting.room());
        arrives(meeting.bob(), meeting.alice(), meeting.room());
    }

    private static void arrives(User sender, User reader, String room) {
        String event = sender.sendEvent(room, "m.room.message", ODD);
        reader.syncUntilEvent(room, event);
        Json arrived = reader.event(room, event);
        assertThat(arrived.get("content")).isEqualTo(ODD);
        assertThat(arrived.string("sender")).isEqualTo(sender.id());
        assertThat(arrived.integer("origin_server_ts"))
                .isEqualTo(sender.event(room, event).integer("origin_server_ts"));
    }

    @BothWays(Versions.FULL)
    void redaction_takesTheContentAway(Pair pair) {
        Meeting meeting = pair.meet();
        String bobs = meeting.bob().say(meeting.room(), "by bob");
        String alices = meeting.alice().say(meeting.room(), "by alice");
        meeting.alice().syncUntilEvent(meeting.room(), bobs);
        meeting.bob().syncUntilEvent(meeting.room(), alices);

        meeting.bob().redact(meeting.room(), bobs);
        meeting.alice().redact(meeting.room(), alices);

        isRedacted(meeting.alice(), meeting.room(), bobs);
        isRedacted(meeting.bob(), meeting.room(), alices);
    }

    @BothWays(Versions.FULL)
    void redactionByAModerator_takesTheContentAway(Pair pair) {
        Meeting meeting = pair.meet();
        String event = meeting.bob().say(meeting.room(), "by bob");
        meeting.alice().syncUntilEvent(meeting.room(), event);

        meeting.alice().redact(meeting.room(), event);

        isRedacted(meeting.alice(), meeting.room(), event);
        isRedacted(meeting.bob(), meeting.room(), event);
    }

    private static void isRedacted(User reader, String room, String event) {
        Deadline.eventually(
                () -> {
                    Json read = reader.event(room, event);
                    assertThat(read.get("content")).isEqualTo(Json.EMPTY);
                    assertThat(read.has("unsigned", "redacted_because")).isTrue();
                });
    }

    @BothWays(Versions.FULL)
    void stateOfBothSides_becomesTheSame(Pair pair) {
        Meeting meeting = pair.meet();
        String room = meeting.room();
        Levels.give(meeting.alice(), room, meeting.bob(), 50);
        meeting.agree();

        meeting.bob().setState(room, "m.room.name", "", Json.of("name", "\ud83e\udd8a"));
        meeting.alice().setState(room, "m.room.topic", "", Json.of("topic", "foxes"));
        meeting.bob().setState(room, "org.example.custom", "k\u00e9y", Json.of("a", 1));

        meeting.agree();
        Deadline.eventually(
                () -> {
                    assertThat(meeting.alice().state(room, "m.room.name", "").string("name"))
                            .isEqualTo("\ud83e\udd8a");
                    assertThat(meeting.bob().state(room, "m.room.topic", "").string("topic"))
                            .isEqualTo("foxes");
                });
    }

    /// Events that both servers make at the same time fork the room again and again.
    @BothWays(Versions.FULL)
    void messagesAtTheSameTime_arriveOnBothSides(Pair pair) throws InterruptedException {
        Meeting meeting = pair.meet();
        Runnable alices = () -> sayALot(meeting.alice(), meeting.room());
        Runnable bobs = () -> sayALot(meeting.bob(), meeting.room());

        Both.run(alices, bobs);

        meeting.agreeOnAll(Deadline.PATIENCE);
    }

    private static void sayALot(User user, String room) {
        for (int i = 0; i < 20; i++) {
            user.say(room, "message " + i);
        }
    }
}

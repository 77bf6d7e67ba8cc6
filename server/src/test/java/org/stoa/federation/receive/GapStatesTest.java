package org.stoa.federation.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.testing.ScriptedServer;

/// States of a room that this server is in, from a server that makes them larger than they are.
@Timeout(120)
final class GapStatesTest {
    /// More than a small room may have.
    private static final int MANY = 30_000;

    private static final int MIB = 1 << 20;

    private int asked;

    /// Asks for the state before an event that nobody has asked about yet.
    private Optional<List<EventId>> nextState(SharedRoom shared) {
        Event message = shared.foreign.message(shared.creator, "m" + asked++, shared.join);
        return shared.server
                .homeserver()
                .federation()
                .fetch()
                .states()
                .stateBefore(shared.room(), List.of(shared.peer.name()), message.eventId());
    }

    /// Names the room's create event and many that nobody has.
    private static void naming(SharedRoom shared, int unknown) {
        List<String> ids = new ArrayList<>();
        ids.add(shared.foreign.create().eventId().toString());
        for (int i = 0; i < unknown; i++) {
            ids.add("$" + String.format("%043d", i).replace('0', 'A'));
        }
        shared.peer.answering(
                HonestAnswers.STATE_IDS,
                JsonObject.of(
                        "pdu_ids", JsonArray.ofStrings(ids), "auth_chain_ids", JsonArray.EMPTY));
    }

    /// Gives states that are large, and hold nothing.
    private static void givingStatesOf(SharedRoom shared, int bytes) {
        String state = "{\"pdus\":[],\"auth_chain\":[],\"x\":\"" + "x".repeat(bytes) + "\"}";
        shared.peer.answering(
                HonestAnswers.STATE, (request, out) -> ScriptedServer.json(out, 200, state));
    }

    @Test
    void state_thatNamesFarMoreThanTheRoomHas_isNotFetched() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            naming(shared, MANY);

            assertThat(nextState(shared)).isEmpty();

            assertThat(shared.peer.heard(HonestAnswers.STATE_IDS)).hasSize(1);
            assertThat(shared.peer.heard(HonestAnswers.STATE)).isEmpty();
            assertThat(shared.peer.heard(HonestAnswers.EVENT)).isEmpty();
        }
    }

    @Test
    void state_ofASmallRoom_isCutOffWhenItIsTooLarge() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            naming(shared, 200);
            givingStatesOf(shared, 60 * MIB);

            assertThat(nextState(shared)).isEmpty();

            assertThat(shared.peer.heard(HonestAnswers.STATE)).hasSize(1);
            // The server is not taken for one that fails: others decide how large their states are.
            assertThat(
                            shared.server
                                    .homeserver()
                                    .federation()
                                    .fetch()
                                    .peers()
                                    .of(shared.room(), List.of(shared.peer.name())))
                    .containsExactly(shared.peer.name());
        }
    }

    @Test
    void states_thatAreLarge_areTakenOfAServerAFewTimesAnHour() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            naming(shared, 200);
            givingStatesOf(shared, 40 * MIB);

            for (int i = 0; i < 6; i++) {
                assertThat(nextState(shared)).isEmpty();
            }

            // The third one does not fit any more.
            assertThat(shared.peer.heard(HonestAnswers.STATE)).hasSize(3);
            assertThat(shared.peer.heard(HonestAnswers.STATE_IDS)).hasSize(3);
            shared.server.time().advance(Duration.ofMinutes(61));
            assertThat(nextState(shared)).isEmpty();
            assertThat(shared.peer.heard(HonestAnswers.STATE)).hasSize(4);
        }
    }

    @Test
    void states_ofWhichNearlyAllIsHere_areTakenAsOftenAsTheyAreNeeded() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            new HonestAnswers(shared.foreign).stateBy(shared.peer);

            for (int i = 0; i < 200; i++) {
                assertThat(nextState(shared)).isPresent();
            }
        }
    }

    @Test
    void otherServer_ofTheSameRoom_isAskedAlthoughOneGaveTooMuch() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12);
                var other = shared.peer.another()) {
            naming(shared, 200);
            givingStatesOf(shared, 60 * MIB);
            for (int i = 0; i < 3; i++) {
                assertThat(nextState(shared)).isEmpty();
            }
            new HonestAnswers(shared.foreign).stateBy(other);
            Event message = shared.foreign.message(shared.creator, "m", shared.join);

            Optional<List<EventId>> state =
                    shared.server
                            .homeserver()
                            .federation()
                            .fetch()
                            .states()
                            .stateBefore(
                                    shared.room(),
                                    List.of(shared.peer.name(), other.name()),
                                    message.eventId());

            assertThat(state).isPresent();
            assertThat(shared.peer.heard(HonestAnswers.STATE)).hasSize(2);
        }
    }
}

package org.stoa.federation.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.testing.Answer;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;

/// Transactions of events from another server.
final class ReceiveTransactionTest {

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    @Proves("server-server/sendTransaction")
    void events_ofEachRoomVersion_areToldToClients(RoomVersion version) {
        try (SharedRoom shared = new SharedRoom(version)) {
            Event one = shared.foreign.message(shared.creator, "one", shared.join);
            Event two = shared.foreign.message(shared.creator, "two", one);

            Answer answer = shared.send(one, two);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json())
                    .isEqualTo(SharedRoom.results(Map.of(one.eventId(), "", two.eventId(), "")));
            assertThat(shared.bodies()).containsExactly("one", "two");
            assertThat(shared.extremities()).containsExactly(two.eventId());
        }
    }

    @Test
    void transaction_thatComesAgain_getsTheAnswerOfTheFirst() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event one = shared.foreign.message(shared.creator, "one", shared.join);
            Event two = shared.foreign.message(shared.creator, "two", one);
            TestClient client = shared.server.anonymous();
            Answer first = shared.peer.sendAs("same", client, List.of(one.json()), List.of());

            Answer again = shared.peer.sendAs("same", client, List.of(two.json()), List.of());
            shared.server.restart();
            Answer later =
                    shared.peer.sendAs(
                            "same", shared.server.anonymous(), List.of(two.json()), List.of());

            assertThat(again.json()).isEqualTo(first.json());
            assertThat(later.json()).isEqualTo(first.json());
            assertThat(shared.extremities()).containsExactly(one.eventId());
        }
    }

    @Test
    void transaction_ofTheSameIdFromAnotherServer_isAnotherOne() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12);
                ForeignServer other = new ForeignServer(shared.authority)) {
            Event one = shared.foreign.message(shared.creator, "one", shared.join);
            Event two = shared.foreign.message(shared.creator, "two", one);
            TestClient client = shared.server.anonymous();
            shared.peer.sendAs("same", client, List.of(one.json()), List.of());

            Answer answer = other.sendAs("same", client, List.of(two.json()), List.of());

            assertThat(answer.json()).isEqualTo(SharedRoom.results(Map.of(two.eventId(), "")));
        }
    }

    @Test
    void transaction_ofWhichNothingIsTakenIn_isKeptNowhere() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            List<JsonObject> stubs =
                    List.of(
                            JsonObject.of("room_id", "!x:elsewhere", "event_id", "$x:elsewhere"),
                            JsonObject.of("room_id", shared.id(), "event_id", "$y:elsewhere"));
            Event one = shared.foreign.message(shared.creator, "one", shared.join);
            TestClient client = shared.server.anonymous();
            shared.peer.sendAs("same", client, stubs, List.of());

            Answer again = shared.peer.sendAs("same", client, List.of(one.json()), List.of());

            assertThat(again.json()).isEqualTo(SharedRoom.results(Map.of(one.eventId(), "")));
        }
    }

    @Test
    void badEvents_failAlone() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event good = shared.foreign.message(shared.creator, "good", shared.join);
            Event unsigned =
                    Event.parse(
                            shared.foreign
                                    .message(shared.creator, "unsigned", shared.join)
                                    .json()
                                    .with("signatures", JsonObject.EMPTY),
                            shared.foreign.version().rules());
            Event intruder = shared.foreign.message(shared.peer.user("intruder"), "x", shared.join);
            Event last = shared.foreign.message(shared.creator, "last", good);
            JsonObject formless = good.json().with("depth", JsonObject.EMPTY);
            JsonObject lost = good.json().without("room_id");

            Answer answer =
                    shared.sendAll(
                            List.of(
                                    unsigned.json(),
                                    formless,
                                    lost,
                                    intruder.json(),
                                    good.json(),
                                    last.json()),
                            List.of());

            JsonObject results = answer.ok().object("pdus").orElseThrow();
            assertThat(results.object(good.eventId().toString())).hasValue(JsonObject.EMPTY);
            assertThat(results.object(last.eventId().toString())).hasValue(JsonObject.EMPTY);
            assertThat(error(results, unsigned)).isEqualTo("Its signatures are not valid");
            assertThat(error(results, intruder)).contains("not in the room");
            assertThat(shared.bodies()).containsExactly("good", "last");
        }
    }

    @Test
    void event_whoseHashIsWrong_isTakenInRedacted() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event message = shared.foreign.message(shared.creator, "true", shared.join);
            JsonObject forged =
                    message.json()
                            .with("content", JsonObject.of("msgtype", "m.text", "body", "false"));

            Answer answer = shared.sendAll(List.of(forged), List.of());

            assertThat(answer.json()).isEqualTo(SharedRoom.results(Map.of(message.eventId(), "")));
            assertThat(
                            shared.alice
                                    .get(
                                            "/rooms/{}/event/{}",
                                            shared.id(),
                                            message.eventId().toString())
                                    .ok()
                                    .object("content"))
                    .hasValue(JsonObject.EMPTY);
        }
    }

    @Test
    void event_ofTheSameIdWithOtherContent_changesNothing() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V1)) {
            Event message = shared.foreign.message(shared.creator, "first", shared.join);
            Event second = shared.foreign.message(shared.creator, "second", shared.join);
            shared.send(message);
            JsonObject twin =
                    second.json().toBuilder().put("event_id", message.eventId().toString()).build();

            shared.sendAll(List.of(twin), List.of());

            assertThat(shared.bodies()).containsExactly("first");
        }
    }

    @Test
    void events_ofARoomThatIsNotHere_getAnError() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            ForeignRoom old = ForeignRoom.create(RoomVersion.V1, shared.creator);
            Event elsewhere = old.message(shared.creator, "x", old.last());
            Event here = shared.foreign.message(shared.creator, "here", shared.join);

            Answer answer = shared.send(elsewhere, here);

            assertThat(answer.json())
                    .isEqualTo(
                            SharedRoom.results(
                                    Map.of(
                                            elsewhere.eventId(),
                                            "The room is not known here",
                                            here.eventId(),
                                            "")));
        }
    }

    @Test
    void events_ofARoomThatWasLeft_getAnError() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            shared.alice.post("/rooms/{}/leave", JsonObject.EMPTY, shared.id());
            Event message = shared.foreign.message(shared.creator, "x", shared.join);

            Answer answer = shared.send(message);

            assertThat(answer.ok())
                    .isEqualTo(
                            SharedRoom.results(
                                    Map.of(message.eventId(), "This server is not in the room")));
        }
    }

    @Test
    void events_ofSeveralRooms_areEachTakenInInOrder() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            ForeignRoom second = ForeignRoom.create(RoomVersion.V6, shared.creator);
            Event joined = shared.enter(second, shared.alice);
            List<Event> mixed = new ArrayList<>();
            Event one = shared.join;
            Event two = joined;
            Map<EventId, String> expected = new LinkedHashMap<>();
            for (int i = 0; i < 20; i++) {
                one = shared.foreign.message(shared.creator, "a" + i, one);
                two = second.message(shared.creator, "b" + i, two);
                mixed.add(one);
                mixed.add(two);
                expected.put(one.eventId(), "");
                expected.put(two.eventId(), "");
            }

            Answer answer = shared.send(mixed.toArray(Event[]::new));

            assertThat(answer.ok()).isEqualTo(SharedRoom.results(expected));
            assertThat(shared.extremities()).containsExactly(one.eventId());
        }
    }

    @Test
    void eventsAndEdus_aboveTheLimits_areRefusedWhole() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event message = shared.foreign.message(shared.creator, "x", shared.join);

            Answer tooManyEvents =
                    shared.sendAll(Collections.nCopies(51, message.json()), List.of());
            Answer tooManyEdus =
                    shared.sendAll(List.of(), Collections.nCopies(101, JsonObject.EMPTY));
            Answer noList =
                    shared.peer.put(
                            shared.server.anonymous(),
                            JsonObject.of("pdus", "none"),
                            "/_matrix/federation/v1/send/{}",
                            "z");

            assertThat(tooManyEvents.status()).isEqualTo(400);
            assertThat(tooManyEdus.status()).isEqualTo(400);
            assertThat(noList.json())
                    .isEqualTo(
                            JsonObject.of(
                                    "errcode", "M_BAD_JSON", "error", "'pdus' must be an array"));
            assertThat(shared.extremities()).containsExactly(shared.join.eventId());
        }
    }

    @Test
    void server_thatTheRoomDenies_changesNothing() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12);
                ForeignServer other = new ForeignServer(shared.authority)) {
            Event list =
                    shared.foreign.state(
                            shared.creator,
                            "m.room.server_acl",
                            "",
                            JsonObject.of(
                                    "allow",
                                    JsonArray.ofStrings(List.of("*")),
                                    "allow_ip_literals",
                                    false),
                            shared.join);
            shared.send(list);
            Event message = shared.foreign.message(shared.creator, "x", list);

            Answer answer = other.send(shared.server.anonymous(), message);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(error(answer.ok().object("pdus").orElseThrow(), message))
                    .contains("does not let");
            assertThat(shared.extremities()).containsExactly(list.eventId());
        }
    }

    private static String error(JsonObject results, Event event) {
        return results.object(event.eventId().toString())
                .flatMap(result -> result.string("error"))
                .orElseThrow();
    }
}

package org.stoa.federation.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventSigner;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.storage.Names;
import org.stoa.testing.Answer;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.ScriptedServer;

/// Servers that lie, flood, or send what nobody can read.
final class HostilePeersTest {
    private static Optional<List<EventId>> stateBefore(SharedRoom shared, Event event) {
        return shared.server
                .homeserver()
                .federation()
                .fetch()
                .states()
                .stateBefore(shared.room(), List.of(shared.peer.name()), event.eventId());
    }

    private static void stateIds(SharedRoom shared, JsonArray state, JsonArray chain) {
        shared.peer.answering(
                HonestAnswers.STATE_IDS, JsonObject.of("pdu_ids", state, "auth_chain_ids", chain));
    }

    private static long events(SharedRoom shared) {
        return shared.server
                .homeserver()
                .database()
                .read(tx -> tx.one("SELECT COUNT(*) FROM event_json", row -> row.number(1)))
                .orElseThrow();
    }

    @Test
    void state_withoutTheRoomsCreateEvent_isNotUsed() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            ForeignRoom elsewhere = ForeignRoom.create(RoomVersion.V12, shared.peer.user("other"));
            stateIds(shared, HonestAnswers.ids(elsewhere.events()), JsonArray.EMPTY);
            Event message = shared.foreign.message(shared.creator, "x", shared.join);

            assertThat(stateBefore(shared, message)).isEmpty();
            assertThat(shared.peer.heard(HonestAnswers.EVENT)).isEmpty();
        }
    }

    @Test
    void state_thatNamesEventsNobodyGives_isNotUsed() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            List<String> ids = new ArrayList<>();
            ids.add(shared.foreign.create().eventId().toString());
            for (int i = 0; i < 1_000; i++) {
                ids.add("$" + String.format("%043d", i).replace('0', 'A'));
            }
            stateIds(shared, JsonArray.ofStrings(ids), JsonArray.EMPTY);
            Event message = shared.foreign.message(shared.creator, "x", shared.join);
            long before = events(shared);

            assertThat(stateBefore(shared, message)).isEmpty();
            assertThat(events(shared)).isEqualTo(before);
            assertThat(shared.peer.heard("").size()).isLessThan(20);
        }
    }

    @Test
    void state_whoseEventsAreOthersThanNamed_storesNothing() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event wanted = shared.foreign.message(shared.creator, "wanted", shared.join);
            Event other = shared.foreign.message(shared.creator, "other", shared.join);
            shared.peer.answering(HonestAnswers.EVENT, SharedRoom.pdus(List.of(other)));
            stateIds(
                    shared,
                    HonestAnswers.ids(List.of(shared.foreign.create(), wanted)),
                    JsonArray.EMPTY);
            long before = events(shared);

            Optional<List<EventId>> state = stateBefore(shared, wanted);

            assertThat(state).isPresent();
            assertThat(events(shared)).isEqualTo(before);
        }
    }

    /// A state without an event that could not be had now would be another one: that of a ban, for instance.
    @Test
    void state_ofWhichAnEventIsNotAnsweredFor_isNotUsed() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event topic =
                    shared.foreign.state(
                            shared.creator,
                            "m.room.topic",
                            "",
                            JsonObject.of("topic", "x"),
                            shared.join);
            Event message = shared.foreign.message(shared.creator, "x", topic);
            HonestAnswers answers = new HonestAnswers(shared.foreign);
            answers.stateBy(shared.peer);
            shared.peer.answering(
                    HonestAnswers.EVENT,
                    (request, out) -> ScriptedServer.json(out, 500, "{\"errcode\":\"M_UNKNOWN\"}"));

            assertThat(stateBefore(shared, message)).isEmpty();

            shared.server.time().advance(Duration.ofHours(1));
            answers.stateBy(shared.peer);
            assertThat(stateBefore(shared, message).orElseThrow()).contains(topic.eventId());
        }
    }

    @Test
    void state_thatForgetsABan_doesNotLetTheBannedUserSpeak() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            String bob = shared.peer.user("bob");
            Event bobJoins = shared.foreign.join(bob, shared.join);
            shared.send(bobJoins);
            Event ban = shared.foreign.member(shared.creator, bob, "ban", bobJoins);
            shared.send(ban);
            // Follows something that nobody has, with a state from before the ban.
            Event lost = shared.foreign.message(bob, "lost", bobJoins);
            Event evading = shared.foreign.message(bob, "evading", lost);
            new HonestAnswers(shared.foreign).stateBy(shared.peer);

            shared.send(evading);

            SharedRoom.await(
                    () ->
                            shared.server
                                    .homeserver()
                                    .database()
                                    .read(
                                            tx ->
                                                    tx.one(
                                                            "SELECT COUNT(*) FROM inbound_pdu",
                                                            row -> row.number(1)))
                                    .orElseThrow()
                                    .equals(0L));
            assertThat(shared.bodies()).isEmpty();
            assertThat(shared.extremities()).containsExactly(ban.eventId());
        }
    }

    @Test
    void authChain_thatIsCyclic_ends() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V1)) {
            String mallory = shared.peer.user("mallory");
            Event joined = shared.foreign.join(mallory, shared.join);
            JsonObject one = cyclic(shared, joined, "$one", "$two");
            JsonObject two = cyclic(shared, joined, "$two", "$one");
            JsonObject message =
                    cyclic(shared, shared.foreign.message(mallory, "x", joined), "$three", "$one");
            shared.peer.answering(
                    HonestAnswers.EVENT_AUTH,
                    JsonObject.of("auth_chain", JsonArray.of(List.of(one, two))));

            Answer answer = shared.sendAll(List.of(message), List.of());

            assertThat(answer.status()).isEqualTo(200);
            SharedRoom.await(() -> !shared.peer.heard(HonestAnswers.EVENT_AUTH).isEmpty());
            assertThat(shared.bodies()).isEmpty();
            assertThat(shared.extremities()).containsExactly(shared.join.eventId());
        }
    }

    private static JsonObject cyclic(SharedRoom shared, Event like, String id, String auth) {
        ServerName name = shared.peer.name();
        JsonArray auths =
                JsonArray.of(
                        JsonArray.of(
                                Json.of(auth + ":" + name),
                                JsonObject.of("sha256", "A".repeat(43))));
        JsonObject pdu =
                like.json().without("hashes").without("signatures").toBuilder()
                        .put("event_id", id + ":" + name)
                        .put("auth_events", auths)
                        .build();
        return EventSigner.hashAndSign(
                pdu, name, shared.peer.peer().key(), shared.foreign.version().rules());
    }

    @Test
    void authChain_thatNeverEnds_isAskedOnlySoOften() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            String mallory = shared.peer.user("mallory");
            Event last = shared.foreign.join(mallory, shared.join);
            for (int i = 0; i < 30; i++) {
                last = shared.foreign.join(mallory, last);
            }
            Event newest = last;
            Event message = shared.foreign.message(mallory, "x", newest);
            // Always one more, which names another one that is not there.
            shared.peer.answering(
                    HonestAnswers.EVENT_AUTH,
                    (request, out) ->
                            ScriptedServer.json(
                                    out,
                                    200,
                                    JsonObject.of(
                                                    "auth_chain",
                                                    JsonArray.of(List.of(newest.json())))
                                            .toString()));

            shared.send(message);

            SharedRoom.await(() -> attempts(shared) == 1);
            assertThat(shared.peer.heard("GET /_matrix/federation/").size()).isLessThan(20);
            assertThat(shared.extremities()).containsExactly(shared.join.eventId());
        }
    }

    @Test
    void authChain_withEventsThatNobodyNamed_hasNobodyAskedForTheirKeys() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12);
                ForeignServer invented = shared.peer.another()) {
            String mallory = shared.peer.user("mallory");
            Event unnamed = shared.foreign.join(invented.user("x"), shared.join);
            Event joined = shared.foreign.join(mallory, shared.join);
            Event message = shared.foreign.message(mallory, "x", joined);
            shared.peer.answering(
                    HonestAnswers.EVENT_AUTH,
                    JsonObject.of(
                            "auth_chain", JsonArray.of(List.of(unnamed.json(), joined.json()))));

            boolean isComplete =
                    shared.server
                            .homeserver()
                            .federation()
                            .fetch()
                            .auths()
                            .fetch(shared.room(), List.of(shared.peer.name()), message);

            assertThat(isComplete).isTrue();
            assertThat(invented.heard("GET /")).isEmpty();
        }
    }

    private static long attempts(SharedRoom shared) {
        return shared.server
                .homeserver()
                .database()
                .read(tx -> tx.one("SELECT attempts FROM inbound_pdu", row -> row.number(1)))
                .orElse(0L);
    }

    private static long rows(SharedRoom shared) {
        return shared.server
                .homeserver()
                .database()
                .read(tx -> tx.one("SELECT COUNT(*) FROM event", row -> row.number(1)))
                .orElseThrow();
    }

    /// An event that no rule allows, after twenty that do not exist.
    private static JsonObject baseless(SharedRoom shared, Event like, ForeignServer by) {
        List<String> prevs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            prevs.add("$" + String.format("%043d", i).replace('0', 'A'));
        }
        JsonObject pdu =
                like.json().without("hashes").without("signatures").toBuilder()
                        .put("auth_events", JsonArray.EMPTY)
                        .put("prev_events", JsonArray.ofStrings(prevs))
                        .build();
        return EventSigner.hashAndSign(
                pdu, by.name(), by.peer().key(), shared.foreign.version().rules());
    }

    @Test
    void rejectedEvent_ofAServerThatNeverWasInTheRoom_leavesNothing() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V10);
                ForeignServer stranger = new ForeignServer(shared.authority)) {
            Event like = shared.foreign.message(stranger.user("mallory"), "x", shared.join);
            long before = rows(shared);

            Answer answer =
                    stranger.sendAll(
                            shared.server.anonymous(),
                            List.of(baseless(shared, like, stranger)),
                            List.of());

            assertThat(answer.ok().object("pdus").orElseThrow().toString()).contains("error");
            assertThat(rows(shared)).isEqualTo(before);
        }
    }

    private static JsonObject emptied(Event message) {
        JsonObject other = JsonObject.of("msgtype", "m.text", "body", "changed");
        return message.json().with("content", other);
    }

    @Test
    void event_thatAnotherServerChanged_isTakenFromItsOwn() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12);
                ForeignServer other = shared.peer.another()) {
            Event joined = shared.foreign.join(other.user("mallory"), shared.join);
            Event message = shared.foreign.message(shared.creator, "true", joined);
            new HonestAnswers(shared.foreign).stateBy(shared.peer);
            shared.send(joined).ok();

            other.sendAll(shared.server.anonymous(), List.of(emptied(message)), List.of()).ok();

            assertThat(shared.bodies()).containsExactly("true");
        }
    }

    @Test
    void missingEvent_thatAnotherServerChanged_isTakenFromItsOwn() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12);
                ForeignServer other = shared.peer.another()) {
            String mallory = other.user("mallory");
            Event joined = shared.foreign.join(mallory, shared.join);
            Event message = shared.foreign.message(shared.creator, "true", joined);
            Event next = shared.foreign.message(mallory, "next", message);
            new HonestAnswers(shared.foreign).stateBy(shared.peer);
            other.answering(
                    HonestAnswers.MISSING,
                    JsonObject.of("events", JsonArray.of(List.of(emptied(message)))));
            shared.send(joined).ok();

            other.send(shared.server.anonymous(), next).ok();

            SharedRoom.await(() -> StagedEventsTest.staged(shared) == 0);
            assertThat(shared.bodies()).containsExactly("true", "next");
        }
    }

    @Test
    void rejectedEvent_ofAServerThatNeverWasInTheRoom_leavesNoNames() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V10);
                ForeignServer stranger = new ForeignServer(shared.authority)) {
            String mallory = stranger.user("mallory");
            Event message = shared.foreign.event(mallory, "made.up", JsonObject.EMPTY, shared.join);
            Event state =
                    shared.foreign.state(mallory, "up.made", "key", JsonObject.EMPTY, shared.join);

            Answer answer = stranger.send(shared.server.anonymous(), message, state);

            Names names = shared.server.homeserver().database().names();
            assertThat(answer.ok().object("pdus").orElseThrow().toString()).contains("error");
            assertThat(names.findUser(UserId.parse(mallory))).isEmpty();
            assertThat(names.findType("made.up")).isEmpty();
            assertThat(names.findType("up.made")).isEmpty();
        }
    }

    /// It is known again when it comes again, but what it names and does not exist is not.
    @Test
    void rejectedEvent_ofAServerInTheRoom_leavesOneRow() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V10)) {
            Event like = shared.foreign.message(shared.creator, "x", shared.join);
            long before = rows(shared);

            shared.sendAll(List.of(baseless(shared, like, shared.peer)), List.of()).ok();

            assertThat(rows(shared)).isEqualTo(before + 1);
        }
    }

    @Test
    void rejectedEventOfAStranger_thatAnotherEventNames_isFetchedAndKept() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V10);
                ForeignServer stranger = new ForeignServer(shared.authority)) {
            Event rejected = shared.foreign.message(stranger.user("mallory"), "x", shared.join);
            Event child = shared.foreign.message(shared.creator, "child", rejected);
            new HonestAnswers(shared.foreign).by(shared.peer);

            stranger.send(shared.server.anonymous(), rejected).ok();
            shared.send(child);

            SharedRoom.await(() -> shared.extremities().contains(child.eventId()));
            assertThat(shared.bodies()).containsExactly("child");
        }
    }

    @Test
    void json_thatIsTooDeep_isRefusedWhole() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            String deep = "[".repeat(100_000) + "]".repeat(100_000);
            byte[] body =
                    ("{\"pdus\":[{\"content\":" + deep + "}]}").getBytes(StandardCharsets.UTF_8);
            String target = "/_matrix/federation/v1/send/deep";

            Answer answer =
                    shared.server
                            .anonymous()
                            .exchange(
                                    "PUT",
                                    target,
                                    Map.of(
                                            "Authorization",
                                            shared.peer
                                                    .peer()
                                                    .authorization(
                                                            "PUT",
                                                            target,
                                                            "localhost",
                                                            JsonObject.EMPTY)),
                                    body);

            assertThat(answer.status()).isEqualTo(400);
        }
    }

    @Test
    void peer_thatSendsMissingEventsForEver_isAskedOnlySoOften() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event last = shared.join;
            List<Event> chain = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                last = shared.foreign.message(shared.creator, "m" + i, last);
                chain.add(last);
            }
            new HonestAnswers(shared.foreign).by(shared.peer);

            shared.send(chain.getLast());

            Event newest = chain.getLast();
            SharedRoom.await(() -> shared.extremities().contains(newest.eventId()));
            assertThat(shared.peer.heard(HonestAnswers.MISSING).size()).isLessThanOrEqualTo(10);
            assertThat(shared.peer.heard("").size()).isLessThan(30);
        }
    }

    /// The other server is told that this one knows it already, and so gives nothing.
    @Test
    void missingEvent_thatComesByAnotherWayMeanwhile_isNotTakenForWithheld() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event one = shared.foreign.message(shared.creator, "one", shared.join);
            Event two = shared.foreign.message(shared.creator, "two", one);
            shared.peer.answering(
                    HonestAnswers.MISSING,
                    (request, out) -> {
                        shared.send(one).ok();
                        ScriptedServer.json(out, 200, "{\"events\":[]}");
                    });

            shared.send(two);

            SharedRoom.await(() -> shared.extremities().contains(two.eventId()));
            assertThat(shared.bodies()).containsExactly("one", "two");
        }
    }

    @Test
    void missingEvents_thatAreNoList_areLeftAlone() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event one = shared.foreign.message(shared.creator, "one", shared.join);
            Event two = shared.foreign.message(shared.creator, "two", one);
            shared.peer.answering(
                    HonestAnswers.MISSING,
                    (request, out) -> ScriptedServer.json(out, 200, "{\"events\":{\"a\":[[[]]]}}"));

            shared.send(two);

            SharedRoom.await(() -> !shared.peer.heard(HonestAnswers.MISSING).isEmpty());
            assertThat(shared.extremities()).containsExactly(shared.join.eventId());
        }
    }

    @Test
    void event_whoseServerGivesNothingBelowIt_isRefusedWhateverItSaysOfTheState() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event one = shared.foreign.message(shared.creator, "one", shared.join);
            Event two = shared.foreign.message(shared.creator, "two", one);
            Event three = shared.foreign.message(shared.creator, "three", shared.join);
            new HonestAnswers(shared.foreign).stateBy(shared.peer);
            shared.peer.answering(
                    HonestAnswers.MISSING, (request, out) -> ScriptedServer.json(out, 200, "{}"));

            shared.send(two);
            SharedRoom.await(() -> StagedEventsTest.staged(shared) == 0);
            shared.send(three);

            assertThat(shared.bodies()).containsExactly("three");
            assertThat(shared.peer.heard(HonestAnswers.STATE_IDS)).isEmpty();
        }
    }
}

package org.stoa.appservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.stoa.boot.control.ControlCommands;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ScriptedService;
import org.stoa.testing.ScriptedService.Heard;
import org.stoa.testing.ScriptedService.Reply;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestRegistrations;
import org.stoa.testing.TestServer;

/// What an application service is told, and how often: application-service-api#pushing-events.
@ParameterizedClass
@MethodSource("org.stoa.storage.testing.TestEngine#all")
final class PushTest {
    private static final String BOB = "@irc_bob:localhost";

    private final TestDatabase database;
    private final ScriptedService service = ScriptedService.start();
    private final TestServer server;
    private TestClient bridge;
    private TestClient alice;

    PushTest(TestEngine engine) {
        database = TestDatabase.create(engine);
        String second =
                """
                id: logger
                url: null
                as_token: log-as
                hs_token: log-hs
                sender_localpart: logger
                namespaces: {rooms: [], users: [], aliases: []}
                """;
        server =
                TestServer.start(
                        database,
                        config ->
                                config.withAppServices(
                                        TestRegistrations.of(
                                                TestRegistrations.irc(
                                                                service.url(),
                                                                "receive_ephemeral: true")
                                                        .replace(
                                                                "rooms: []",
                                                                "rooms: [{exclusive: false, regex: '!nothing'}]"),
                                                second)));
        bridge = TestRegistrations.client(server);
        alice = server.anonymous();
    }

    @BeforeEach
    void begin() {
        alice = server.register("alice");
        bridge.post(
                        "/register",
                        JsonObject.of(
                                "type",
                                "m.login.application_service",
                                "username",
                                "irc_bob",
                                "inhibit_login",
                                true))
                .ok();
    }

    @AfterEach
    void stop() {
        server.close();
        database.close();
        service.close();
    }

    /// A room of Alice's that the ghost Bob is in.
    private String roomWithBob() {
        String room = alice.createRoom(JsonObject.of("invite", JsonArray.ofStrings(List.of(BOB))));
        bridge.post("/join/{}?user_id={}", JsonObject.EMPTY, room, BOB).ok();
        return room;
    }

    @Test
    void service_whoseGhostIsInARoom_hearsOfItFromTheInviteOnInOrder() {
        alice.say(alice.createRoom(), "of no concern");
        String room = alice.createRoom(JsonObject.of("invite", JsonArray.ofStrings(List.of(BOB))));
        // What the invited may know of a room is told as long as they are not in it.
        ScriptedService.await(() -> !service.events().isEmpty());
        bridge.post("/join/{}?user_id={}", JsonObject.EMPTY, room, BOB).ok();

        for (int i = 0; i < 250; i++) {
            alice.say(room, "message " + i);
        }

        service.awaitMessage("message 249");
        List<JsonObject> events = service.events();
        assertThat(events.getFirst().string("type")).contains("m.room.member");
        assertThat(events.getFirst().string("state_key")).contains(BOB);
        assertThat(events.getFirst().object("content").orElseThrow().string("membership"))
                .contains("invite");
        assertThat(
                        events.getFirst()
                                .object("unsigned")
                                .orElseThrow()
                                .array("invite_room_state")
                                .orElseThrow()
                                .size())
                .isPositive();
        assertThat(service.messages())
                .isEqualTo(IntStream.range(0, 250).mapToObj(i -> "message " + i).toList());
        assertThat(service.transactions())
                .allMatch(one -> one.token().equals(Optional.of("Bearer the-hs-token")))
                .allMatch(one -> one.query().equals("access_token=the-hs-token"))
                .allMatch(one -> one.path().startsWith("/_matrix/app/v1/transactions/"));
        assertThat(service.transactions()).extracting(Heard::transactionId).doesNotHaveDuplicates();
    }

    @Test
    void event_forAService_hasWhatOldServicesLookFor() {
        String room = roomWithBob();
        alice.setState(room, "m.room.topic", "", JsonObject.of("topic", "one"));
        server.time().advance(Duration.ofSeconds(2));
        String event = alice.setState(room, "m.room.topic", "", JsonObject.of("topic", "two"));
        alice.say(room, "done");

        service.awaitMessage("done");

        JsonObject topic =
                service.events().stream()
                        .filter(each -> each.string("event_id").equals(Optional.of(event)))
                        .findFirst()
                        .orElseThrow();
        assertThat(topic.string("user_id")).contains(alice.id());
        assertThat(topic.string("sender")).contains(alice.id());
        assertThat(topic.string("room_id")).contains(room);
        assertThat(topic.integer("age").orElseThrow()).isNotNegative();
        assertThat(topic.object("prev_content")).contains(JsonObject.of("topic", "one"));
        assertThat(topic.object("unsigned").orElseThrow().object("prev_content"))
                .contains(JsonObject.of("topic", "one"));
    }

    @Test
    void service_whoseGhostHasLeft_hearsOfTheLeavingAndNoMore() {
        String room = roomWithBob();
        String other = roomWithBob();
        alice.say(room, "before");
        bridge.post("/rooms/{}/leave?user_id={}", JsonObject.EMPTY, room, BOB).ok();
        alice.say(room, "after");
        alice.say(other, "elsewhere");

        service.awaitMessage("elsewhere");

        assertThat(service.messages()).containsExactly("before", "elsewhere");
        assertThat(service.events())
                .anyMatch(
                        event ->
                                event.string("room_id").equals(Optional.of(room))
                                        && event.string("state_key").equals(Optional.of(BOB))
                                        && event.object("content")
                                                .flatMap(content -> content.string("membership"))
                                                .equals(Optional.of("leave")));
    }

    @Test
    void room_withAnAliasOfTheService_isToldOfUntilTheAliasIsGone() {
        String room = bridge.createRoom(JsonObject.of("room_alias_name", "irc_net"));
        bridge.post("/rooms/{}/leave", JsonObject.EMPTY, alice.createRoom()).status();
        bridge.post("/rooms/{}/invite", JsonObject.of("user_id", alice.id()), room).ok();
        alice.join(room);
        bridge.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
        alice.say(room, "with alias");
        service.awaitMessage("with alias");
        bridge.delete("/directory/room/{}", "#irc_net:localhost").ok();

        alice.say(room, "without");
        alice.say(roomWithBob(), "elsewhere");

        service.awaitMessage("elsewhere");
        assertThat(service.messages()).containsExactly("with alias", "elsewhere");
    }

    @Test
    void room_ofTheNamespaceOfRooms_isToldOf() {
        String room = alice.createRoom();
        server.homeserver()
                .appServices()
                .replace(
                        TestRegistrations.of(
                                TestRegistrations.irc(service.url())
                                        .replace(
                                                "rooms: []",
                                                "rooms: [{exclusive: false, regex: '"
                                                        + room.replace("$", ".")
                                                        + "'}]")));

        alice.say(room, "watched");

        service.awaitMessage("watched");
    }

    @Test
    void transaction_thatFails_comesAgainWordForWordAlsoAfterARestart() {
        service.answer(heard -> new Reply(500, "{}"));
        String room = roomWithBob();
        alice.say(room, "one");
        ScriptedService.await(() -> service.transactions().size() >= 2);
        String redacted = alice.say(room, "two");
        alice.put("/rooms/{}/redact/{}/t", JsonObject.EMPTY, room, redacted).ok();

        server.restart();
        ScriptedService.await(() -> service.transactions().size() >= 4);
        service.answer(heard -> ScriptedService.OK);
        alice.say(room, "three");
        advanceUntil("three");

        Map<String, List<Heard>> byId =
                service.transactions().stream()
                        .collect(Collectors.groupingBy(Heard::transactionId));
        assertThat(byId.size()).isGreaterThan(1);
        assertThat(byId.values())
                .allSatisfy(
                        same -> assertThat(same.stream().map(Heard::body).distinct()).hasSize(1));
        assertThat(byId.values()).anyMatch(same -> same.size() > 2);
        List<String> ids =
                service.events().stream()
                        .map(event -> event.string("event_id").orElseThrow())
                        .distinct()
                        .toList();
        assertThat(ids).contains(redacted);
        assertThat(service.messages().getLast()).isEqualTo("three");
    }

    private void advanceUntil(String message) {
        ScriptedService.await(
                () -> {
                    server.time().advance(Duration.ofSeconds(30));
                    return service.messages().contains(message);
                });
    }

    @Test
    void deadService_thatComesBack_getsEverythingInOrderAndDelayedNobody() {
        String room = roomWithBob();
        alice.say(room, "before");
        service.awaitMessage("before");
        service.stop();

        for (int i = 0; i < 150; i++) {
            alice.say(room, "while away " + i);
        }

        ScriptedService.await(() -> listed().integer("failures").orElseThrow() > 0);
        assertThat(listed().integer("backlog").orElseThrow()).isBetween(150L, 152L);
        assertThat(listed().string("reason").orElseThrow()).startsWith("it cannot be reached");
        service.comeBack();
        advanceUntil("while away 149");
        assertThat(service.messages().stream().distinct().toList())
                .startsWith("before", "while away 0", "while away 1")
                .hasSize(151);
        ScriptedService.await(() -> listed().integer("backlog").orElseThrow() == 0);
        assertThat(listed().has("reason")).isFalse();
    }

    /// What `./stoa appservice list` shows of the bridge.
    private JsonObject listed() {
        return ControlCommands.of(server.homeserver())
                .handle(JsonObject.of("command", "appservice.list"))
                .array("services")
                .orElseThrow()
                .objects()
                .getFirst();
    }

    @Test
    void deadService_thatMakesARequest_isTriedAtOnce() {
        service.answer(heard -> new Reply(503, ""));
        String room = roomWithBob();
        alice.say(room, "hello");
        for (int i = 1; i < 6; i++) {
            int tries = i;
            ScriptedService.await(() -> listed().integer("failures").orElseThrow() >= tries);
            server.time().advance(Duration.ofMinutes(5));
        }
        ScriptedService.await(() -> listed().integer("failures").orElseThrow() >= 6);
        service.answer(heard -> ScriptedService.OK);
        server.time().advance(Duration.ofSeconds(2));

        bridge.get("/account/whoami").ok();

        service.awaitMessage("hello");
    }

    @Test
    void service_thatAnswersNonsense_isToldAgain() {
        service.answer(heard -> new Reply(200, "<html>It works!</html>"));
        String room = roomWithBob();
        alice.say(room, "hello");
        ScriptedService.await(() -> listed().integer("failures").orElseThrow() > 0);
        assertThat(listed().string("reason")).contains("it answered with something else than JSON");

        service.answer(heard -> ScriptedService.OK);

        advanceUntil("hello");
        ScriptedService.await(() -> listed().integer("backlog").orElseThrow() == 0);
    }

    @Test
    void slowService_inTheMiddleOfATransaction_delaysNobodyAndGetsTheRestAtOnce()
            throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        service.answer(
                heard -> {
                    asked.countDown();
                    try {
                        done.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return ScriptedService.OK;
                });
        String room = roomWithBob();
        asked.await();

        for (int i = 0; i < 50; i++) {
            alice.say(room, "meanwhile " + i);
        }
        done.countDown();

        service.awaitMessage("meanwhile 49");
        assertThat(service.messages()).hasSize(50);
        assertThat(service.transactions().size()).isLessThan(5);
    }

    @Test
    void service_thatKnowsOnlyTheOldPath_isToldThereAndTheOtherIsTriedEachHour() {
        service.answer(
                heard ->
                        heard.path().startsWith("/transactions/")
                                ? ScriptedService.OK
                                : new Reply(404, "Not Found"));
        String room = roomWithBob();
        alice.say(room, "one");
        service.awaitMessage("one");
        alice.say(room, "two");
        service.awaitMessage("two");
        ScriptedService.await(() -> listed().integer("backlog").orElseThrow() == 0);

        long versioned = service.heard().stream().filter(PushTest::isVersioned).count();

        assertThat(versioned).isEqualTo(1);
        server.time().advance(Duration.ofMinutes(61));
        alice.say(room, "three");
        service.awaitMessage("three");
        assertThat(service.heard().stream().filter(PushTest::isVersioned).count()).isEqualTo(2);
    }

    private static boolean isVersioned(Heard heard) {
        return heard.path().startsWith("/_matrix/app/v1/");
    }

    @Test
    void serviceThatWants_typingReceiptsAndPresence_hearsOfThoseOfItsRooms() {
        String room = roomWithBob();
        String own = alice.createRoom();
        String event = alice.say(room, "read me");
        TestClient carol = server.register("carol");
        alice.invite(room, carol);
        carol.join(room);

        carol.post("/rooms/{}/receipt/m.read/{}", JsonObject.EMPTY, room, event).ok();
        carol.post("/rooms/{}/receipt/m.read.private/{}", JsonObject.EMPTY, room, event).ok();
        bridge.post(
                        "/rooms/{}/receipt/m.read.private/{}?user_id={}",
                        JsonObject.EMPTY,
                        room,
                        event,
                        BOB)
                .ok();
        alice.put(
                        "/rooms/{}/typing/{}",
                        JsonObject.of("typing", true, "timeout", 30000),
                        own,
                        alice.id())
                .ok();
        carol.put(
                        "/rooms/{}/typing/{}",
                        JsonObject.of("typing", true, "timeout", 30000),
                        room,
                        carol.id())
                .ok();
        carol.put("/presence/{}/status", JsonObject.of("presence", "online"), carol.id()).ok();

        ScriptedService.await(() -> ephemeral("m.presence").stream().anyMatch(of("sender", carol)));
        ScriptedService.await(() -> !ephemeral("m.typing").isEmpty());
        ScriptedService.await(() -> ephemeral("m.receipt").toString().contains("m.read.private"));
        assertThat(ephemeral("m.typing"))
                .contains(
                        JsonObject.of(
                                "type",
                                "m.typing",
                                "room_id",
                                room,
                                "content",
                                JsonObject.of(
                                        "user_ids", JsonArray.ofStrings(List.of(carol.id())))))
                .noneMatch(each -> each.string("room_id").equals(Optional.of(own)));
        String receipts = ephemeral("m.receipt").toString();
        assertThat(receipts).contains("\"m.read\":{\"" + carol.id()).contains(BOB);
        assertThat(receipts).doesNotContain("\"m.read.private\":{\"" + carol.id());
        assertThat(service.transactions())
                .allSatisfy(
                        one ->
                                assertThat(one.json().array("de.sorunome.msc2409.ephemeral"))
                                        .isEqualTo(one.json().array("ephemeral")));
    }

    private static Predicate<JsonObject> of(String name, TestClient user) {
        return event -> event.string(name).equals(Optional.of(user.id()));
    }

    private List<JsonObject> ephemeral(String type) {
        return service.transactions().stream()
                .flatMap(one -> one.ephemeral().stream())
                .filter(event -> event.string("type").equals(Optional.of(type)))
                .toList();
    }
}

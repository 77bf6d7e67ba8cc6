package org.stoa.federation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventSigner;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.receive.ReceivedEvent;
import org.stoa.rooms.receive.Verdict;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.ScriptedServer;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Rooms with a policy server.
@Timeout(60)
final class PolicyServersTest {
    private static final String SIGN = "POST /_matrix/policy/v1/sign";

    private final ForeignServer policy = new ForeignServer();
    private final TestServer server = TestServer.start(policy.trusted());
    private final TestClient alice = server.register("alice");
    private final String creator = policy.user("creator");
    private final ForeignRoom foreign = ForeignRoom.create(RoomVersion.V11, creator);
    private final SigningKey key = SigningKey.of("policy_server", new byte[SigningKey.SEED_BYTES]);
    private final Event join = enter();

    private Event enter() {
        foreign.state(
                creator,
                "m.room.policy",
                "",
                JsonObject.of(
                        "via",
                        policy.name().text(),
                        "public_keys",
                        JsonObject.of("ed25519", key.verifyKey().text())),
                foreign.last());
        Event entered = foreign.join(alice.id(), foreign.last());
        server.homeserver().rooms().receive().remoteRooms().enter(foreign.answer(entered));
        policy.answering(SIGN, (request, out) -> sign(request, out));
        return entered;
    }

    @AfterEach
    void close() {
        server.close();
        policy.close();
    }

    private String room() {
        return foreign.roomId().toString();
    }

    private void sign(ForeignServer.Asked request, OutputStream out) throws IOException {
        JsonObject signed = signed(Json.parseObject(request.body()));
        String name = policy.name().text();
        String signature =
                signed.object("signatures")
                        .flatMap(all -> all.object(name))
                        .flatMap(own -> own.string(key.keyId()))
                        .orElseThrow();
        ScriptedServer.json(
                out, 200, JsonObject.of(name, JsonObject.of(key.keyId(), signature)).toString());
    }

    private JsonObject signed(JsonObject pdu) {
        return EventSigner.sign(pdu, policy.name(), key, RoomVersion.V11.rules());
    }

    private void refuse() {
        refuse(400, "M_FORBIDDEN", "spam");
    }

    private void refuse(int status, String code, String message) {
        JsonObject error = JsonObject.of("errcode", code, "error", message, "soft_logout", true);
        policy.answering(
                SIGN, (request, out) -> ScriptedServer.json(out, status, error.toString()));
    }

    private List<Verdict> receive(Event... events) {
        var rooms = server.homeserver().rooms();
        return rooms.receive()
                .events()
                .receive(
                        rooms.rooms().require(foreign.roomId()),
                        Arrays.stream(events).map(ReceivedEvent::of).toList());
    }

    private JsonObject pdu(String eventId) {
        return policy.get(server.anonymous(), "/_matrix/federation/v1/event/{}", eventId)
                .objects("pdus")
                .getFirst();
    }

    private boolean isSigned(JsonObject pdu) {
        return EventSigner.verify(pdu, policy.name(), key.verifyKey(), RoomVersion.V11.rules());
    }

    @Test
    void message_isSentWithThePolicyServersSignature() {
        String sent = alice.say(room(), "hello");

        assertThat(isSigned(pdu(sent))).isTrue();
        assertThat(policy.heard(SIGN)).hasSize(1);
    }

    @Test
    void message_thatIsRefused_isNotSent() {
        refuse();

        var answer =
                alice.put(
                        "/rooms/{}/send/m.room.message/1",
                        JsonObject.of("msgtype", "m.text", "body", "buy"),
                        room());

        assertThat(answer.error()).isEqualTo("400 M_FORBIDDEN");
        assertThat(answer.text()).contains("spam");
        assertThat(
                        alice.get("/rooms/{}/messages?dir=b&limit=1", room())
                                .objects("chunk")
                                .getFirst()
                                .string("event_id"))
                .contains(join.eventId().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "401,M_UNKNOWN_TOKEN",
        "401,M_USER_LOCKED",
        "403,M_USER_DEACTIVATED",
        "202,M_FORBIDDEN",
        "302,M_CONSENT_NOT_GIVEN",
        "404,M_UNRECOGNIZED"
    })
    void message_thatIsRefusedWithAnyOtherError_isForbidden(int status, String code) {
        refuse(status, code, "spam".repeat(1_000));

        var answer =
                alice.put(
                        "/rooms/{}/send/m.room.message/1",
                        JsonObject.of("msgtype", "m.text", "body", "buy"),
                        room());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json())
                .isEqualTo(JsonObject.of("errcode", "M_FORBIDDEN", "error", "spam".repeat(75)));
    }

    @Test
    void leaving_isSignedToo() {
        alice.post("/rooms/{}/leave", JsonObject.EMPTY, room()).ok();

        assertThat(policy.heard(SIGN)).hasSize(1);
    }

    @Test
    void leaving_whileThePolicyServerIsDown_goesThrough() {
        policy.answering(
                SIGN,
                (request, out) -> ScriptedServer.json(out, 503, "{\"errcode\":\"M_UNKNOWN\"}"));

        alice.post("/rooms/{}/leave", JsonObject.EMPTY, room()).ok();

        assertThat(alice.get("/joined_rooms").ok().array("joined_rooms").orElseThrow().strings())
                .isEmpty();
        assertThat(policy.heard(SIGN)).hasSize(1);
    }

    @Test
    void leaving_thatIsRefused_isNotSent() {
        refuse();

        assertThat(alice.post("/rooms/{}/leave", JsonObject.EMPTY, room()).error())
                .isEqualTo("400 M_FORBIDDEN");
    }

    @Test
    void receivedLeave_whileThePolicyServerIsDown_isAccepted() {
        Event joined = foreign.join(policy.user("bob"), join);
        assertThat(receive(joined)).containsExactly(new Verdict.Accepted());
        policy.answering(
                SIGN,
                (request, out) -> ScriptedServer.json(out, 503, "{\"errcode\":\"M_UNKNOWN\"}"));
        Event left = foreign.member(policy.user("bob"), policy.user("bob"), "leave", joined);
        Event kicked = foreign.member(creator, alice.id(), "leave", joined);

        assertThat(receive(left)).containsExactly(new Verdict.Accepted());
        assertThat(receive(kicked).getFirst()).isInstanceOf(Verdict.SoftFailed.class);
    }

    @Test
    void room_goesOnWhileThePolicyServerThinks() {
        Event other = foreign.message(creator, "meanwhile", join);
        Event presigned = Event.parse(signed(other.json()), RoomVersion.V11.rules());
        AtomicReference<List<Verdict>> meanwhile = new AtomicReference<>(List.of());
        policy.answering(
                SIGN,
                (request, out) -> {
                    if (meanwhile.get().isEmpty()) {
                        meanwhile.set(receive(presigned));
                    }
                    sign(request, out);
                });

        String sent = alice.say(room(), "hello");

        assertThat(meanwhile.get()).containsExactly(new Verdict.Accepted());
        assertThat(isSigned(pdu(sent))).isTrue();
        assertThat(pdu(sent).array("prev_events").orElseThrow().strings())
                .containsExactly(other.eventId().toString());
        assertThat(policy.heard(SIGN)).hasSize(2);
    }

    @Test
    void receivedEvent_thatIsRefused_isSoftFailed() {
        Event good = foreign.message(creator, "good", join);
        assertThat(receive(good)).containsExactly(new Verdict.Accepted());
        assertThat(isSigned(pdu(good.eventId().toString()))).isTrue();
        refuse();
        Event bad = foreign.message(creator, "bad", good);

        assertThat(receive(bad).getFirst()).isInstanceOf(Verdict.SoftFailed.class);
        assertThat(alice.get("/rooms/{}/event/{}", room(), bad.eventId().toString()).error())
                .isEqualTo("404 M_NOT_FOUND");
    }

    @Test
    void policy_isChangedWithoutAskingThePolicyServer() {
        refuse();
        Event off = foreign.state(creator, "m.room.policy", "", JsonObject.EMPTY, join);

        assertThat(receive(off)).containsExactly(new Verdict.Accepted());
        alice.say(room(), "free");
        assertThat(policy.heard(SIGN)).isEmpty();
    }

    @Test
    void receivedEvents_thatComeTogether_areAskedAboutSideBySide() {
        CountDownLatch together = new CountDownLatch(5);
        policy.answering(
                SIGN,
                (request, out) -> {
                    together.countDown();
                    awaitQuietly(together);
                    sign(request, out);
                });

        List<Verdict> verdicts = receive(chain(5));

        assertThat(verdicts).containsOnly(new Verdict.Accepted());
    }

    private static void awaitQuietly(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException("nobody waits any more", e);
        }
    }

    private Event[] chain(int length) {
        Event[] chain = new Event[length];
        for (int i = 0; i < length; i++) {
            chain[i] = foreign.message(creator, "message " + i, i == 0 ? join : chain[i - 1]);
        }
        return chain;
    }

    /// Each answer takes 0.69 s, and five are asked for at once: three times that passes the ten seconds.
    @Test
    void receivedEvents_whosePolicyServerIsSlow_areLeftForLater() {
        policy.answering(
                SIGN,
                (request, out) -> {
                    server.time().advance(Duration.ofMillis(690));
                    sign(request, out);
                });
        Event[] chain = chain(40);

        List<Verdict> verdicts = receive(chain);

        assertThat(verdicts.subList(0, 15)).containsOnly(new Verdict.Accepted());
        assertThat(verdicts.subList(15, 40))
                .allMatch(
                        verdict ->
                                verdict instanceof Verdict.Dropped dropped
                                        && dropped.reason() == Verdict.Reason.MISSING_PREV_EVENTS);
        assertThat(policy.heard(SIGN)).hasSize(15);
    }

    @Test
    void events_thatAreLeftForLater_areTakenInByThemselves() {
        policy.answering(
                SIGN,
                (request, out) -> {
                    server.time().advance(Duration.ofMillis(690));
                    sign(request, out);
                });
        Event[] chain = chain(20);

        policy.send(server.anonymous(), chain).ok();

        String last = chain[19].eventId().toString();
        await(() -> alice.get("/rooms/{}/event/{}", room(), last).status() == 200);
    }

    private static void await(BooleanSupplier condition) {
        for (int i = 0; i < 20_000; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("what was awaited did not come");
    }

    @Test
    void receivedEvent_thatLacksOthers_isAskedAboutWhenTheseAreHere() {
        Event[] chain = chain(2);

        assertThat(receive(chain[1]).getFirst()).isInstanceOf(Verdict.Dropped.class);
        assertThat(policy.heard(SIGN)).isEmpty();

        assertThat(receive(chain)).containsOnly(new Verdict.Accepted());
        assertThat(policy.heard(SIGN)).hasSize(2);
    }

    @Test
    void receivedEvent_thatIsKnown_isNotAskedAboutAgain() {
        Event good = foreign.message(creator, "good", join);
        receive(good);

        assertThat(receive(good)).containsExactly(new Verdict.Accepted());
        assertThat(policy.heard(SIGN)).hasSize(1);
    }

    /// It may take its time, and other rooms wait meanwhile.
    @Test
    void manyForks_areNotMergedByEventsThatThePolicyServerIsAskedFor() {
        List<Event> forks = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Event fork = foreign.message(creator, "fork" + i, join);
            forks.add(Event.parse(signed(fork.json()), RoomVersion.V11.rules()));
        }
        forks.add(
                Event.parse(
                        signed(
                                foreign.state(
                                                creator,
                                                "m.room.topic",
                                                "",
                                                JsonObject.of("topic", "forked"),
                                                join)
                                        .json()),
                        RoomVersion.V11.rules()));
        receive(forks.toArray(Event[]::new));

        server.awaitTasks(
                () -> {
                    server.time().advance(Duration.ofSeconds(10));
                    return alice.get("/rooms/{}/state/m.room.topic/", room()).status() == 200;
                });

        assertThat(policy.heard(SIGN)).isEmpty();
    }
}

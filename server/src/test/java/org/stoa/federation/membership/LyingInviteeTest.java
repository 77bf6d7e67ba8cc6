package org.stoa.federation.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.protocol.event.EventSigner;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.ScriptedServer;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Invites of users of a server that answers wrongly, or is old.
@Timeout(60)
final class LyingInviteeTest {
    private static final SigningKey KEY = SigningKey.of("foreign", new byte[SigningKey.SEED_BYTES]);
    private static final String V1 = "PUT /_matrix/federation/v1/invite";
    private static final String V2 = "PUT /_matrix/federation/v2/invite";

    private static JsonObject signed(ForeignServer server, JsonObject event, RoomRules rules) {
        return EventSigner.sign(event, server.name(), KEY, rules);
    }

    private static JsonObject event(String body) {
        return Json.parseObject(body).object("event").orElseThrow();
    }

    private static void refuse(OutputStream out, int status, String code) throws IOException {
        ScriptedServer.json(out, status, "{\"errcode\":\"" + code + "\",\"error\":\"no\"}");
    }

    /// Invites a user of the scripted server to a new room, and returns what the inviter hears.
    private static String invite(ForeignServer other, String version) {
        try (TestServer server = TestServer.start(other.trusted())) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom(JsonObject.of("room_version", version));
            var answer =
                    alice.post(
                            "/rooms/{}/invite", JsonObject.of("user_id", other.user("bob")), room);
            boolean isInvited =
                    alice.get("/rooms/{}/state/m.room.member/{}", room, other.user("bob")).status()
                            == 200;
            assertThat(isInvited).isEqualTo(answer.status() == 200);
            return answer.status() == 200 ? "invited" : answer.error();
        }
    }

    private static String invite(String version, ForeignServer.Answering v2) {
        try (ForeignServer other = new ForeignServer()) {
            other.answering(V2, v2);
            return invite(other, version);
        }
    }

    @Test
    void invite_thatIsSigned_isInTheRoom() {
        try (ForeignServer other = new ForeignServer()) {
            other.answering(
                    V2,
                    (request, out) -> {
                        JsonObject body = Json.parseObject(request.body());
                        assertThat(
                                        body.array("invite_room_state")
                                                .orElseThrow()
                                                .objects()
                                                .getFirst()
                                                .names())
                                .contains("auth_events", "signatures");
                        JsonObject event =
                                signed(other, event(request.body()), RoomVersion.V12.rules());
                        ScriptedServer.json(out, 200, JsonObject.of("event", event).toString());
                    });

            assertThat(invite(other, "12")).isEqualTo("invited");
        }
    }

    @Test
    void invite_thatIsNotSigned_isNotSent() {
        assertThat(
                        invite(
                                "11",
                                (request, out) ->
                                        ScriptedServer.json(
                                                out,
                                                200,
                                                JsonObject.of("event", event(request.body()))
                                                        .toString())))
                .isEqualTo("502 M_UNKNOWN");
        assertThat(invite("11", (request, out) -> ScriptedServer.json(out, 200, "{}")))
                .isEqualTo("502 M_UNKNOWN");
    }

    /// Only the signature is taken, so one of a changed event is none.
    @Test
    void invite_thatWasChanged_isNotSent() {
        try (ForeignServer other = new ForeignServer()) {
            other.answering(
                    V2,
                    (request, out) -> {
                        JsonObject changed =
                                event(request.body()).with("depth", JsonNumber.of(8_000));
                        ScriptedServer.json(
                                out,
                                200,
                                JsonObject.of(
                                                "event",
                                                signed(other, changed, RoomVersion.V11.rules()))
                                        .toString());
                    });

            assertThat(invite(other, "11")).isEqualTo("502 M_UNKNOWN");
        }
    }

    @Test
    void refusal_isToldToTheInviter() {
        assertThat(invite("11", (request, out) -> refuse(out, 403, "M_FORBIDDEN")))
                .isEqualTo("403 M_FORBIDDEN");
        assertThat(invite("11", (request, out) -> refuse(out, 403, "M_INVITE_BLOCKED")))
                .isEqualTo("403 M_INVITE_BLOCKED");
        assertThat(invite("11", (request, out) -> refuse(out, 400, "M_INCOMPATIBLE_ROOM_VERSION")))
                .isEqualTo("400 M_INCOMPATIBLE_ROOM_VERSION");
        assertThat(invite("11", (request, out) -> refuse(out, 400, "M_INVALID_PARAM")))
                .isEqualTo("502 M_UNKNOWN");
        assertThat(invite("11", (request, out) -> refuse(out, 500, "M_UNKNOWN")))
                .isEqualTo("502 M_UNKNOWN");
    }

    /// Each of the servers answers only when all were asked.
    @Test
    void createRoom_withUsersOfSlowServers_asksThemSideBySide() {
        try (ForeignServer one = new ForeignServer();
                ForeignServer two = one.another();
                ForeignServer three = one.another();
                TestServer server = TestServer.start(one.trusted())) {
            List<ForeignServer> all = List.of(one, two, three);
            CountDownLatch asked = new CountDownLatch(all.size());
            all.forEach(
                    other ->
                            other.answering(
                                    V2, (request, out) -> together(other, asked, request, out)));
            List<String> bobs = all.stream().map(other -> other.user("bob")).toList();
            TestClient alice = server.register("alice");

            JsonObject answer =
                    alice.post("/createRoom", JsonObject.of("invite", JsonArray.ofStrings(bobs)))
                            .ok();

            String room = answer.string("room_id").orElseThrow();
            assertThat(answer).isEqualTo(JsonObject.of("room_id", room));
            alice.say(room, "All are invited");
            assertThat(bobs)
                    .allSatisfy(
                            bob ->
                                    assertThat(
                                                    alice.state(room, "m.room.member", bob)
                                                            .string("membership"))
                                            .contains("invite"));
        }
    }

    private static void together(
            ForeignServer other,
            CountDownLatch asked,
            ForeignServer.Asked request,
            OutputStream out)
            throws IOException, InterruptedException {
        asked.countDown();
        if (!asked.await(15, TimeUnit.SECONDS)) {
            refuse(out, 403, "M_FORBIDDEN");
            return;
        }
        JsonObject event = signed(other, event(request.body()), RoomVersion.V12.rules());
        ScriptedServer.json(out, 200, JsonObject.of("event", event).toString());
    }

    @Test
    void server_thatKnowsOnlyTheFirstVersion_isAskedByIt() {
        try (ForeignServer other = new ForeignServer()) {
            other.answering(V2, (request, out) -> refuse(out, 404, "M_UNRECOGNIZED"))
                    .answering(
                            V1,
                            (request, out) -> {
                                JsonObject event = Json.parseObject(request.body());
                                JsonObject signed =
                                        signed(
                                                other,
                                                event.without("unsigned"),
                                                RoomVersion.V1.rules());
                                ScriptedServer.json(
                                        out, 200, "[200," + JsonObject.of("event", signed) + "]");
                            });

            assertThat(invite(other, "1")).isEqualTo("invited");
            assertThat(invite(other, "3")).isEqualTo("502 M_UNKNOWN");
        }
    }
}

package org.stoa.federation.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonBoolean;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.ScriptedServer;
import org.stoa.testing.TestAuthority;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Joins through a server that answers wrongly, and through the next one then.
@Timeout(60)
final class LyingResidentTest {
    private static final String ALICE = "@alice:localhost";
    private static final String NONSENSE = "502 M_UNKNOWN";

    private final TestAuthority authority = new TestAuthority();

    /// Lets alice join a room of version 10 through a resident that was made to lie; returns what she hears.
    private String join(Consumer<Resident> lie) {
        return join(RoomVersion.V10, lie);
    }

    private String join(RoomVersion version, Consumer<Resident> lie) {
        try (Resident resident = new Resident(authority, version, ALICE);
                TestServer server = TestServer.start(resident.server().trusted())) {
            TestClient alice = server.register("alice");
            lie.accept(resident);
            String heard = join(alice, resident, resident);
            boolean isThere =
                    server.homeserver()
                            .rooms()
                            .rooms()
                            .find(RoomId.parse(resident.id()))
                            .isPresent();
            assertThat(isThere).isEqualTo(heard.equals("joined"));
            return heard;
        }
    }

    private static String join(TestClient alice, Resident room, Resident... via) {
        StringBuilder servers = new StringBuilder();
        for (Resident each : via) {
            servers.append(servers.isEmpty() ? "?" : "&")
                    .append("via=")
                    .append(each.server().name());
        }
        var answer = alice.post("/join/{}" + servers, JsonObject.EMPTY, room.id());
        return answer.status() == 200 ? "joined" : answer.error();
    }

    private static UnaryOperator<JsonObject> inEvent(String name, Json value) {
        return answer ->
                answer.with("event", answer.object("event").orElseThrow().with(name, value));
    }

    private static UnaryOperator<JsonObject> in(String part, UnaryOperator<JsonArray> change) {
        return answer -> answer.with(part, change.apply(answer.array(part).orElseThrow()));
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void honestResident_inEveryVersion_letsIn(RoomVersion version) {
        assertThat(join(version, resident -> {})).isEqualTo("joined");
    }

    @Test
    void template_aboutSomethingElse_isNotSigned() {
        assertThat(join(it -> it.template(inEvent("room_id", new JsonString("!other:a.example")))))
                .isEqualTo(NONSENSE);
        assertThat(join(it -> it.template(inEvent("sender", new JsonString("@carl:localhost")))))
                .isEqualTo(NONSENSE);
        assertThat(join(it -> it.template(inEvent("state_key", new JsonString("@c:localhost")))))
                .isEqualTo(NONSENSE);
        assertThat(join(it -> it.template(inEvent("type", new JsonString("m.room.name")))))
                .isEqualTo(NONSENSE);
        assertThat(
                        join(
                                it ->
                                        it.template(
                                                inEvent(
                                                        "content",
                                                        JsonObject.of("membership", "leave")))))
                .isEqualTo(NONSENSE);
        assertThat(join(it -> it.template(inEvent("prev_events", JsonArray.of(JsonNumber.of(1))))))
                .isEqualTo(NONSENSE);
        assertThat(join(it -> it.template(inEvent("depth", JsonNumber.of(-1)))))
                .isEqualTo(NONSENSE);
        assertThat(join(it -> it.template(answer -> answer.without("event")))).isEqualTo(NONSENSE);
    }

    @Test
    void template_withMoreContent_isJoinedWithoutIt() {
        try (Resident resident = new Resident(authority, RoomVersion.V10, ALICE);
                TestServer server = TestServer.start(resident.server().trusted())) {
            TestClient alice = server.register("alice");
            JsonObject content =
                    JsonObject.of("membership", "join", "displayname", "Eve", "evil", true);
            resident.template(inEvent("content", content));

            assertThat(join(alice, resident, resident)).isEqualTo("joined");

            assertThat(alice.state(resident.id(), "m.room.member", ALICE).names())
                    .doesNotContain("evil");
            assertThat(resident.server().heard("PUT /_matrix/federation/v2/send_join").toString())
                    .doesNotContain("Eve", "evil");
        }
    }

    @Test
    void version_thatIsNotTheRooms_isNoticed() {
        assertThat(
                        join(
                                it ->
                                        it.template(
                                                answer ->
                                                        answer.with(
                                                                "room_version",
                                                                new JsonString("11")))))
                .isEqualTo(NONSENSE);
        assertThat(
                        join(
                                it ->
                                        it.template(
                                                answer ->
                                                        answer.with(
                                                                "room_version",
                                                                new JsonString("99")))))
                .isEqualTo(NONSENSE);
        assertThat(
                        join(
                                RoomVersion.V2,
                                it -> it.template(answer -> answer.without("room_version"))))
                .isEqualTo("joined");
    }

    @Test
    void state_withoutWhatMakesARoom_isRefused() {
        UnaryOperator<JsonArray> noCreate = events -> Resident.without(events, "m.room.create");
        UnaryOperator<JsonArray> noLevels =
                events -> Resident.without(events, "m.room.power_levels");
        assertThat(join(it -> it.answer(in("state", noCreate)))).isEqualTo(NONSENSE);
        assertThat(join(it -> it.answer(in("state", events -> JsonArray.EMPTY))))
                .isEqualTo(NONSENSE);
        assertThat(join(it -> it.answer(answer -> answer.without("state")))).isEqualTo(NONSENSE);
        assertThat(join(it -> it.answer(answer -> answer.without("auth_chain"))))
                .isEqualTo(NONSENSE);
        assertThat(
                        join(
                                it ->
                                        it.answer(
                                                answer ->
                                                        in("auth_chain", noLevels)
                                                                .apply(
                                                                        in("state", noLevels)
                                                                                .apply(answer)))))
                .isEqualTo(NONSENSE);
    }

    @Test
    void events_thatNobodySigned_areNotBelieved() {
        UnaryOperator<JsonArray> unsigned =
                events ->
                        Resident.each(events, event -> event.with("signatures", JsonObject.EMPTY));
        UnaryOperator<JsonArray> changed =
                events ->
                        Resident.each(
                                events, event -> event.with("depth", JsonNumber.of(7_000_000)));
        for (UnaryOperator<JsonArray> lie : List.of(unsigned, changed)) {
            assertThat(
                            join(
                                    it ->
                                            it.answer(
                                                    answer ->
                                                            in("auth_chain", lie)
                                                                    .apply(
                                                                            in("state", lie)
                                                                                    .apply(
                                                                                            answer)))))
                    .isEqualTo(NONSENSE);
        }
    }

    @Test
    void state_ofAnotherRoom_isRefused() {
        assertThat(
                        join(
                                it -> {
                                    ForeignRoom other =
                                            ForeignRoom.create(
                                                    RoomVersion.V11, it.server().user("creator"));
                                    JsonArray events =
                                            JsonArray.of(
                                                    other.events().stream()
                                                            .map(event -> event.json())
                                                            .toList());
                                    it.answer(in("state", state -> events));
                                }))
                .isEqualTo(NONSENSE);
    }

    @Test
    void members_thatAreLeftOutWithoutTheirServers_areMissed() {
        assertThat(
                        join(
                                it ->
                                        it.answer(
                                                answer ->
                                                        answer.with(
                                                                "members_omitted",
                                                                JsonBoolean.TRUE))))
                .isEqualTo(NONSENSE);
    }

    @Test
    void voucher_whoDidNotSign_letsNobodyIn() {
        assertThat(
                        join(
                                it -> {
                                    JsonObject content =
                                            JsonObject.of(
                                                    "membership",
                                                    "join",
                                                    "join_authorised_via_users_server",
                                                    it.server().user("creator"));
                                    it.template(inEvent("content", content));
                                }))
                .isEqualTo(NONSENSE);
    }

    @Test
    void resident_thatFails_isFollowedByTheNext() {
        try (Resident liar = new Resident(authority, RoomVersion.V10, ALICE);
                Resident honest = new Resident(authority, RoomVersion.V10, ALICE);
                TestServer server = TestServer.start(honest.server().trusted())) {
            TestClient alice = server.register("alice");
            liar.server()
                    .answering(
                            "GET /_matrix/federation/v1/make_join",
                            (request, out) ->
                                    ScriptedServer.json(out, 403, "{\"errcode\":\"M_FORBIDDEN\"}"));

            assertThat(join(alice, honest, liar, honest)).isEqualTo("joined");
            assertThat(liar.server().heard("GET /_matrix/federation/v1/make_join")).hasSize(1);
        }
    }

    @Test
    void residents_thatTheUserDoesNotName_areNotAsked() {
        try (Resident liar = new Resident(authority, RoomVersion.V10, ALICE);
                Resident honest = new Resident(authority, RoomVersion.V10, ALICE);
                TestServer server = TestServer.start(honest.server().trusted())) {
            TestClient alice = server.register("alice");
            liar.server()
                    .answering(
                            "GET /_matrix/federation/v1/make_join",
                            (request, out) ->
                                    ScriptedServer.json(out, 403, "{\"errcode\":\"M_FORBIDDEN\"}"));

            assertThat(join(alice, honest, liar)).isEqualTo("403 M_FORBIDDEN");
            assertThat(honest.server().heard("GET /_matrix/federation/v1/make_join")).isEmpty();
        }
    }

    @Test
    void resident_thatBreaksOff_isFollowedByTheNext() {
        try (Resident broken = new Resident(authority, RoomVersion.V10, ALICE);
                Resident honest = new Resident(authority, RoomVersion.V10, ALICE);
                TestServer server = TestServer.start(honest.server().trusted())) {
            TestClient alice = server.register("alice");
            Event place = honest.room().last();
            JsonObject template = JsonObject.of("room_version", "10", "event", place.json());
            broken.server()
                    .answering("GET /_matrix/federation/v1/make_join", template)
                    .answering(
                            "PUT /_matrix/federation/v2/send_join",
                            (request, out) -> {
                                ScriptedServer.write(
                                        out,
                                        "HTTP/1.1 200 X\r\nContent-Length: 9999\r\n\r\n{\"state\":[");
                                throw new IOException("broken off");
                            });

            assertThat(join(alice, honest, broken, honest)).isEqualTo("joined");
            assertThat(broken.server().heard("PUT /_matrix/federation/v2/send_join")).hasSize(1);
        }
    }

    @Test
    void resident_thatKnowsOnlyTheFirstVersion_isAskedByIt() {
        try (Resident resident = new Resident(authority, RoomVersion.V1, ALICE);
                TestServer server = TestServer.start(resident.server().trusted())) {
            TestClient alice = server.register("alice");
            JsonObject[] answer = new JsonObject[1];
            resident.answer(
                    honest -> {
                        answer[0] = honest;
                        return honest;
                    });
            resident.server()
                    .answering(
                            "PUT /_matrix/federation/v2/send_join",
                            (request, out) ->
                                    ScriptedServer.json(
                                            out, 404, "{\"errcode\":\"M_UNRECOGNIZED\"}"))
                    .answering(
                            "PUT /_matrix/federation/v1/send_join",
                            (request, out) ->
                                    ScriptedServer.json(out, 200, "[200," + answer[0] + "]"));

            assertThat(join(alice, resident, resident)).isEqualTo("joined");
        }
    }
}

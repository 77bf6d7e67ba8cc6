package org.stoa.federation.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.boot.HomeserverConfig;
import org.stoa.http.RateLimit;
import org.stoa.http.RateLimitConfig;
import org.stoa.http.RateLimitKind;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.testing.Answer;
import org.stoa.testing.TestClient;
import org.stoa.testing.TwoServers;

/// What this server refuses to another one that asks about memberships.
@Timeout(120)
final class AskedMembershipsTest {
    private static final String BOB = "@bob:two.test";
    private static final String MAKE_JOIN = "/_matrix/federation/v1/make_join/{}/{}";
    private static final String INVITE = "/_matrix/federation/v2/invite/{}/{}";

    @TempDir private Path folder;

    private TwoServers start() {
        return new TwoServers(folder, UnaryOperator.identity(), UnaryOperator.identity());
    }

    private static String publicRoom(TestClient owner) {
        return owner.createRoom(json("{'preset':'public_chat'}"));
    }

    @Test
    void template_isRefusedToWhomItIsNotFor() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            Asking two = new Asking(servers);
            String room = publicRoom(alice);

            assertThat(two.get(MAKE_JOIN + "?ver=12", room, alice.id()).error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(two.get(MAKE_JOIN + "?ver=12", "!none:one.test", BOB).error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(two.get(MAKE_JOIN + "?ver=12", alice.createRoom(), BOB).error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(two.get("/_matrix/federation/v1/make_leave/{}/{}", room, BOB).error())
                    .isEqualTo("403 M_FORBIDDEN");
            Answer old = two.get(MAKE_JOIN + "?ver=1&ver=11", room, BOB);
            assertThat(old.error()).isEqualTo("400 M_INCOMPATIBLE_ROOM_VERSION");
            assertThat(old.with(400).string("room_version")).contains("12");
            assertThat(two.get(MAKE_JOIN, room, BOB).error())
                    .isEqualTo("400 M_INCOMPATIBLE_ROOM_VERSION");
        }
    }

    @Test
    void server_thatTheRoomKeepsOut_isRefused() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            Asking two = new Asking(servers);
            String room = publicRoom(alice);
            Event join = two.member(room, BOB, Membership.JOIN);
            alice.setState(
                    room, "m.room.server_acl", "", json("{'allow':['*'],'deny':['TWO.test']}"));

            assertThat(two.get(MAKE_JOIN + "?ver=12", room, BOB).error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(two.send("v2", "join", join).error()).isEqualTo("403 M_FORBIDDEN");
        }
    }

    @Test
    void join_thatIsNone_isRefused() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            Asking two = new Asking(servers);
            String room = publicRoom(alice);
            Template place = two.make(room, BOB, Membership.JOIN);
            Event join = two.member(room, BOB, json("{'membership':'join'}"), place);
            Event leave = two.member(room, BOB, json("{'membership':'leave'}"), place);
            Event ofAlice = two.member(room, alice.id(), json("{'membership':'join'}"), place);
            String path = "/_matrix/federation/v2/send_join/{}/{}";

            assertThat(two.send("v2", "join", leave).error()).isEqualTo("400 M_INVALID_PARAM");
            assertThat(two.send("v2", "join", ofAlice).error()).isEqualTo("400 M_INVALID_PARAM");
            assertThat(two.put(path, join.json(), room, "$other").error())
                    .isEqualTo("400 M_INVALID_PARAM");
            assertThat(
                            two.put(
                                            path,
                                            join.json().without("signatures"),
                                            room,
                                            join.eventId().toString())
                                    .error())
                    .isEqualTo("400 M_INVALID_PARAM");
            assertThat(two.put(path, JsonObject.EMPTY, room, "$x").error())
                    .isEqualTo("400 M_INVALID_PARAM");
            assertThat(alice.get("/rooms/{}/state/m.room.member/{}", room, BOB).status())
                    .isEqualTo(404);
        }
    }

    @Test
    void join_ofWhoWasBannedMeanwhile_isRefused() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            Asking two = new Asking(servers);
            String room = publicRoom(alice);
            Event join = two.member(room, BOB, Membership.JOIN);
            alice.post("/rooms/{}/ban", JsonObject.of("user_id", BOB), room).ok();

            assertThat(two.send("v2", "join", join).error()).isEqualTo("403 M_FORBIDDEN");
        }
    }

    @Test
    void answer_withMembersOmitted_hasTheRestAndTheHeroes() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            Asking two = new Asking(servers);
            String named = alice.createRoom(json("{'preset':'public_chat','name':'Shared'}"));
            String unnamed = publicRoom(alice);

            JsonObject ofNamed = joinOmitting(two, named);
            JsonObject ofUnnamed = joinOmitting(two, unnamed);

            assertThat(ofNamed.bool("members_omitted")).contains(true);
            assertThat(ofNamed.array("servers_in_room"))
                    .contains(JsonArray.of(new JsonString("one.test")));
            assertThat(members(ofNamed)).isZero();
            assertThat(members(ofUnnamed)).isEqualTo(1);
            assertThat(ofNamed.array("auth_chain").orElseThrow().toString())
                    .contains(alice.id())
                    .doesNotContain("m.room.join_rules");
        }
    }

    private static JsonObject joinOmitting(Asking two, String room) {
        Event join = two.member(room, BOB, Membership.JOIN);
        return two.put(
                        "/_matrix/federation/v2/send_join/{}/{}?omit_members=true",
                        join.json(),
                        room,
                        join.eventId().toString())
                .ok();
    }

    private static long members(JsonObject answer) {
        return answer.array("state").orElseThrow().objects().stream()
                .filter(event -> event.string("type").equals(Optional.of("m.room.member")))
                .count();
    }

    @Test
    void invite_thatIsNone_isRefused() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            Asking two = new Asking(servers);
            String room = bob.createRoom();
            Event invite = two.own(room, bob.id(), alice.id(), json("{'membership':'invite'}"));
            Event self = two.own(room, bob.id(), bob.id(), json("{'membership':'join','x':1}"));
            JsonArray told = JsonArray.of(two.created(room));

            assertThat(invite(two, room, self, "12", told)).isEqualTo("400 M_INVALID_PARAM");
            assertThat(invite(two, room, invite, "99", told))
                    .isEqualTo("400 M_INCOMPATIBLE_ROOM_VERSION");
            assertThat(invite(two, room, invite, "11", told)).isEqualTo("400 M_INVALID_PARAM");
            assertThat(invite(two, "!other:two.test", invite, "12", told))
                    .isEqualTo("400 M_INVALID_PARAM");
            JsonObject otherCreate = two.created(bob.createRoom());
            assertThat(invite(two, room, invite, "12", JsonArray.of(otherCreate)))
                    .isEqualTo("400 M_INVALID_PARAM");
            assertThat(alice.sync().object("rooms").flatMap(rooms -> rooms.object("invite")))
                    .isEmpty();
        }
    }

    @Test
    void invite_thatTellsTooMuch_isCutToWhatIsListed() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            Asking two = new Asking(servers);
            String room = bob.createRoom();
            Event invite = two.own(room, bob.id(), alice.id(), json("{'membership':'invite'}"));
            List<JsonObject> told = new ArrayList<>();
            told.add(stripped(bob, "m.room.topic", 60_000));
            told.add(stripped(bob, "m.room.avatar", 60_000));
            for (int i = 0; i < 20; i++) {
                told.add(stripped(bob, "org.test.large", 50_000));
            }
            told.add(stripped(bob, "m.room.name", 10));
            told.add(two.created(room));

            handOver(two, room, invite, "12", JsonArray.of(told)).ok();

            assertThat(shown(alice, room))
                    .containsExactly(
                            "m.room.create", "m.room.name", "m.room.avatar", "m.room.member");
        }
    }

    private static JsonObject stripped(TestClient sender, String type, int size) {
        JsonObject content = JsonObject.of("text", "x".repeat(size));
        return JsonObject.of(
                "type", type, "state_key", "", "sender", sender.id(), "content", content);
    }

    /// The types of what is shown of a room to one who is invited.
    private static List<String> shown(TestClient invited, String room) {
        return invited
                .sync()
                .object("rooms")
                .flatMap(rooms -> rooms.object("invite"))
                .flatMap(rooms -> rooms.object(room))
                .flatMap(invite -> invite.object("invite_state"))
                .flatMap(state -> state.array("events"))
                .orElseThrow()
                .objects()
                .stream()
                .map(event -> event.string("type").orElseThrow())
                .toList();
    }

    private static String invite(
            Asking two, String room, Event invite, String version, JsonArray told) {
        return handOver(two, room, invite, version, told).error();
    }

    private static Answer handOver(
            Asking two, String room, Event invite, String version, JsonArray told) {
        JsonObject body =
                JsonObject.of(
                        "room_version", version, "event", invite.json(), "invite_room_state", told);
        return two.put(INVITE, body, room, invite.eventId().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "INVITE, /_matrix/federation/v1/invite/{}/{}, M_INVALID_PARAM",
        "INVITE, /_matrix/federation/v2/invite/{}/{}, M_MISSING_PARAM",
        "EXPENSIVE, /_matrix/federation/v1/send_join/{}/{}, M_NOT_FOUND",
        "EXPENSIVE, /_matrix/federation/v2/send_join/{}/{}, M_NOT_FOUND"
    })
    void requests_byTheHundred_areSlowedDown(RateLimitKind kind, String path, String usually) {
        RateLimitConfig limits = RateLimitConfig.defaults().with(kind, new RateLimit(0.001, 3));
        UnaryOperator<HomeserverConfig> limited =
                config -> config.withHttp(config.http().withRateLimits(limits));
        try (TwoServers servers = new TwoServers(folder, limited, UnaryOperator.identity())) {
            Asking two = new Asking(servers);

            for (int i = 0; i < 3; i++) {
                assertThat(two.put(path, JsonObject.EMPTY, "!a:two.test", "$x").error())
                        .endsWith(usually);
            }
            assertThat(two.put(path, JsonObject.EMPTY, "!a:two.test", "$x").error())
                    .isEqualTo("429 M_LIMIT_EXCEEDED");
        }
    }

    @Test
    void thirdPartyInvites_areRefused() {
        try (TwoServers servers = start()) {
            Asking two = new Asking(servers);

            assertThat(
                            two.put(
                                            "/_matrix/federation/v1/exchange_third_party_invite/{}",
                                            JsonObject.EMPTY,
                                            "!a:one.test")
                                    .error())
                    .isEqualTo("403 M_THREEPID_DENIED");
        }
    }
}

package org.stoa.federation.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.testing.TestClient;
import org.stoa.testing.TwoServers;

/// Joins of restricted rooms of another server, by two whole servers.
@Timeout(120)
final class RestrictedEntryTest {
    @TempDir private Path folder;

    private TwoServers start() {
        return new TwoServers(folder, UnaryOperator.identity(), UnaryOperator.identity());
    }

    private static String publicRoom(TestClient owner) {
        return owner.createRoom(JsonObject.of("preset", "public_chat"));
    }

    private static JsonObject allowing(String room) {
        return JsonObject.of(
                "join_rule",
                "restricted",
                "allow",
                List.of(JsonObject.of("type", "m.room_membership", "room_id", room)));
    }

    private static String restrictedRoom(TestClient owner, String version, String allowed) {
        JsonObject rules = JsonObject.of("type", "m.room.join_rules", "content", allowing(allowed));
        JsonObject levels = JsonObject.of("invite", 50);
        return owner.createRoom(
                JsonObject.of(
                        "room_version",
                        version,
                        "initial_state",
                        JsonArray.of(rules),
                        "power_level_content_override",
                        levels));
    }

    private static void join(TestClient user, String room) {
        user.post("/join/{}?via=one.test", JsonObject.EMPTY, room).ok();
    }

    private static String refused(TestClient user, String room) {
        return user.post("/join/{}?via=one.test", JsonObject.EMPTY, room).error();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "9", "10", "11", "12"})
    void memberOfTheAllowedRoom_isLetInByAMemberOfTheOtherServer(String version) {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String allowed = publicRoom(alice);
            String room = restrictedRoom(alice, version, allowed);
            assertThat(refused(bob, room)).isEqualTo("403 M_FORBIDDEN");
            join(bob, allowed);

            join(bob, room);

            JsonObject member = alice.state(room, "m.room.member", bob.id());
            assertThat(member.string("join_authorised_via_users_server")).contains(alice.id());
            assertThat(bob.state(room, "m.room.member", bob.id())).isEqualTo(member);
        }
    }

    @Test
    void member_whoseOwnServerMayLetNobodyIn_isLetInByTheOther() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            TestClient carol = servers.two().register("carol");
            String allowed = publicRoom(alice);
            String room = restrictedRoom(alice, "12", allowed);
            join(carol, allowed);
            alice.invite(room, bob);
            bob.join(room);

            join(carol, room);

            assertThat(
                            carol.state(room, "m.room.member", carol.id())
                                    .string("join_authorised_via_users_server"))
                    .contains(alice.id());
            assertThat(alice.state(room, "m.room.member", carol.id()).string("membership"))
                    .contains("join");
            carol.say(room, "hello");
        }
    }

    @Test
    void condition_thatTheResidentCannotSee_isSaidSo() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String room = restrictedRoom(alice, "12", publicRoom(bob));

            assertThat(refused(bob, room)).isEqualTo("400 M_UNABLE_TO_AUTHORISE_JOIN");
        }
    }

    @Test
    void resident_withoutAnybodyWhoMayInvite_saysSo() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String allowed = publicRoom(alice);
            String room = restrictedRoom(alice, "10", allowed);
            join(bob, allowed);
            JsonObject levels =
                    JsonObject.of(
                            "users",
                            JsonObject.of(alice.id(), 40),
                            "invite",
                            50,
                            "state_default",
                            30);
            alice.setState(room, "m.room.power_levels", "", levels);

            assertThat(refused(bob, room)).isEqualTo("400 M_UNABLE_TO_GRANT_JOIN");
        }
    }

    @Test
    void invitedUser_needsNobodyToVouch() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String room = restrictedRoom(alice, "12", publicRoom(alice));
            alice.invite(room, bob);

            bob.join(room);

            assertThat(alice.state(room, "m.room.member", bob.id()).names())
                    .doesNotContain("join_authorised_via_users_server");
        }
    }

    /// A join that names a voucher is signed only for who meets the conditions, also when the template was given before.
    @Test
    void voucher_whoseConditionDoesNotHoldAnyMore_isNotSignedFor() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String allowed = publicRoom(alice);
            String room = restrictedRoom(alice, "12", allowed);
            join(bob, allowed);
            Asking two = new Asking(servers);
            Event join = two.member(room, bob.id(), Membership.JOIN);
            alice.post(
                            "/rooms/{}/kick",
                            JsonObject.EMPTY.with("user_id", new JsonString(bob.id())),
                            allowed)
                    .ok();

            assertThat(two.send("v2", "join", join).error()).isEqualTo("403 M_FORBIDDEN");
        }
    }
}

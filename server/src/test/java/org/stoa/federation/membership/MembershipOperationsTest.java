package org.stoa.federation.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;
import org.stoa.testing.TwoServers;

/// What another server asks of this one about memberships, operation by operation.
@Timeout(120)
final class MembershipOperationsTest {
    private static final String BOB = "@bob:two.test";

    @TempDir private Path folder;

    private TwoServers start() {
        return new TwoServers(folder, UnaryOperator.identity(), UnaryOperator.identity());
    }

    @Test
    @Proves({
        "server-server/makeJoin",
        "server-server/sendJoinV2",
        "server-server/makeLeave",
        "server-server/sendLeaveV2"
    })
    void joinAndLeave_ofAnotherServersUser_areInTheRoom() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            Asking two = new Asking(servers);
            String room = alice.createRoom(json("{'preset':'public_chat'}"));

            Event join = two.member(room, BOB, Membership.JOIN);
            JsonObject answer = two.send("v2", "join", join).ok();

            assertThat(answer.array("state").orElseThrow().toString()).contains("m.room.create");
            assertThat(answer.bool("members_omitted")).contains(false);
            assertThat(membership(alice, room)).isEqualTo("join");
            // The same again is answered the same.
            assertThat(two.send("v2", "join", join).ok()).isEqualTo(answer);

            Event leave = two.member(room, BOB, Membership.LEAVE);
            assertThat(two.send("v2", "leave", leave).ok()).isEqualTo(JsonObject.EMPTY);

            assertThat(membership(alice, room)).isEqualTo("leave");
        }
    }

    @Test
    void joinAndLeave_byTheFirstVersion_areInTheRoom() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            Asking two = new Asking(servers);
            String room = alice.createRoom(json("{'preset':'public_chat','room_version':'1'}"));

            Event join = two.member(room, BOB, Membership.JOIN);
            JsonObject answer = Asking.unwrapped(two.send("v1", "join", join)).orElseThrow();

            assertThat(answer.array("state").orElseThrow().toString()).contains("m.room.create");
            assertThat(answer.array("auth_chain").orElseThrow().size()).isEqualTo(4);
            assertThat(membership(alice, room)).isEqualTo("join");

            Event leave = two.member(room, BOB, Membership.LEAVE);
            assertThat(Asking.unwrapped(two.send("v1", "leave", leave))).contains(JsonObject.EMPTY);

            assertThat(membership(alice, room)).isEqualTo("leave");
        }
    }

    @Test
    @Proves({"server-server/makeKnock", "server-server/sendKnock"})
    void knock_ofAnotherServersUser_isInTheRoom() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            Asking two = new Asking(servers);
            String room =
                    alice.createRoom(
                            json(
                                    "{'initial_state':[{'type':'m.room.join_rules','content':{'join_rule':'knock'}}]}"));

            Event knock = two.member(room, BOB, Membership.KNOCK);
            JsonObject answer = two.send("v1", "knock", knock).ok();

            assertThat(membership(alice, room)).isEqualTo("knock");
            JsonObject create = answer.array("knock_room_state").orElseThrow().objects().getFirst();
            assertThat(create.string("type")).contains("m.room.create");
            assertThat(create.names()).contains("signatures", "hashes", "auth_events");
        }
    }

    @Test
    @Proves("server-server/sendInviteV2")
    void invite_isTold_andSigned() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String room = bob.createRoom();
            Event invite = invite(servers, room, bob, alice);
            JsonObject create = create(servers, room);

            JsonObject answer =
                    new Asking(servers)
                            .put(
                                    "/_matrix/federation/v2/invite/{}/{}",
                                    JsonObject.of(
                                            "room_version",
                                            "12",
                                            "event",
                                            invite.json(),
                                            "invite_room_state",
                                            JsonArray.of(create)),
                                    room,
                                    invite.eventId().toString())
                            .ok();

            assertSignedByBoth(answer);
            assertThat(invites(alice)).contains(room, "m.room.create");
        }
    }

    @Test
    @Proves("server-server/sendInviteV1")
    void invite_byTheFirstVersion_isTold() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String room = bob.createRoom(json("{'room_version':'2'}"));
            Event invite = invite(servers, room, bob, alice);
            JsonObject name =
                    json(
                            "{'type':'m.room.name','state_key':'','sender':'@bob:two.test','content':{'name':'Old'}}");
            JsonObject unsigned = JsonObject.of("invite_room_state", JsonArray.of(name));

            JsonObject answer =
                    Asking.unwrapped(
                                    new Asking(servers)
                                            .put(
                                                    "/_matrix/federation/v1/invite/{}/{}",
                                                    invite.json().with("unsigned", unsigned),
                                                    room,
                                                    invite.eventId().toString()))
                            .orElseThrow();

            assertSignedByBoth(answer);
            assertThat(invites(alice)).contains(room, "\"Old\"");
        }
    }

    private static Event invite(
            TwoServers servers, String room, TestClient sender, TestClient target) {
        return new Asking(servers)
                .own(room, sender.id(), target.id(), JsonObject.of("membership", "invite"));
    }

    private static JsonObject create(TwoServers servers, String room) {
        return new Asking(servers).created(room);
    }

    private static void assertSignedByBoth(JsonObject answer) {
        assertThat(
                        answer.object("event")
                                .flatMap(event -> event.object("signatures"))
                                .orElseThrow()
                                .names())
                .containsExactlyInAnyOrder("one.test", "two.test");
    }

    private static String invites(TestClient client) {
        return client.sync().object("rooms").orElseThrow().object("invite").toString();
    }

    private static String membership(TestClient client, String room) {
        return client.state(room, "m.room.member", BOB).string("membership").orElseThrow();
    }
}

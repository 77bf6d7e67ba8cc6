package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Deadline;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#get_matrixclientv3roomsroomidmembers.
@Section("client-server-api#get_matrixclientv3roomsroomidmembers")
final class MembersTest {
    private static List<String> members(User asker, String room, String query) {
        return asker.get("/rooms/{}/members" + query, room).ok().list("chunk").stream()
                .map(event -> event.string("state_key"))
                .toList();
    }

    @Test
    void members_ofEveryMembership_areListed(User alice, User bob, User carol, User dave) {
        String room = alice.createRoomWith(bob, carol);
        alice.invite(room, dave);
        bob.leave(room);
        alice.ban(room, carol);

        List<Json> chunk = alice.get("/rooms/{}/members", room).ok().list("chunk");

        assertThat(chunk)
                .extracting(
                        event -> event.string("state_key") + event.string("content", "membership"))
                .containsExactlyInAnyOrder(
                        alice.id() + "join",
                        bob.id() + "leave",
                        carol.id() + "ban",
                        dave.id() + "invite");
        assertThat(chunk).extracting(event -> event.string("type")).containsOnly("m.room.member");
    }

    /// Each membership selects one of: alice joined, bob left, carol banned, dave invited.
    @ParameterizedTest
    @CsvSource({"join, alice", "leave, bob", "ban, carol", "invite, dave"})
    void membership_selectsThese(
            String membership, String name, User alice, User bob, User carol, User dave) {
        String room = alice.createRoomWith(bob, carol);
        alice.invite(room, dave);
        bob.leave(room);
        alice.ban(room, carol);

        assertThat(members(alice, room, "?membership=" + membership))
                .singleElement()
                .satisfies(id -> assertThat(id).startsWith("@" + name));
    }

    @Test
    void notMembership_excludesThese(User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob, carol);
        bob.leave(room);

        assertThat(members(alice, room, "?not_membership=leave"))
                .containsExactlyInAnyOrder(alice.id(), carol.id());
    }

    @Test
    void membershipAndNotMembership_areJoinedByOr(User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob);
        alice.invite(room, carol);
        bob.leave(room);

        assertThat(members(alice, room, "?membership=invite&not_membership=leave"))
                .containsExactlyInAnyOrder(alice.id(), carol.id());
    }

    @Test
    void at_givesTheMembersOfThatTime(User alice, User bob) {
        String room = alice.createRoom();
        String then = alice.sync().nextBatch();
        alice.invite(room, bob);
        bob.join(room);

        List<Json> chunk = alice.get("/rooms/{}/members?at={}", room, then).ok().list("chunk");

        assertThat(chunk)
                .extracting(event -> event.string("state_key"))
                .containsExactly(alice.id());
    }

    @Test
    void whoLeft_seesTheMembersOfThatTime(User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob);
        bob.leave(room);
        alice.invite(room, carol);
        carol.join(room);

        assertThat(members(bob, room, "")).containsExactlyInAnyOrder(alice.id(), bob.id());
    }

    @Test
    void joinedMembers_haveTheirProfiles(User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob, carol);
        bob.put("/profile/{}/displayname", Json.of("displayname", "Bob B."), bob.id()).ok();
        carol.leave(room);

        Deadline.eventually(
                () -> {
                    Json joined = alice.get("/rooms/{}/joined_members", room).ok();
                    assertThat(joined.keys("joined"))
                            .containsExactlyInAnyOrder(alice.id(), bob.id());
                    assertThat(joined.string("joined", bob.id(), "display_name"))
                            .isEqualTo("Bob B.");
                });
    }

    @Test
    void joinedMembers_afterLeaving_areForbidden(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        bob.leave(room);

        bob.get("/rooms/{}/joined_members", room).expectError(403, "M_FORBIDDEN");
    }
}

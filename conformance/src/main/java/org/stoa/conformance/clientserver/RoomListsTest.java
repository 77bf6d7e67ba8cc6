package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#get_matrixclientv3joined_rooms.
@Section("client-server-api#get_matrixclientv3joined_rooms")
final class RoomListsTest {
    private static List<String> joined(User user) {
        return user.get("/joined_rooms").ok().strings("joined_rooms");
    }

    @Test
    void joinedRooms_areThoseTheUserIsIn(User alice, User bob) {
        String in = alice.createRoomWith(bob);
        String left = alice.createRoomWith(bob);
        bob.leave(left);
        String invited = alice.createRoom();
        alice.invite(invited, bob);
        String banned = alice.createRoomWith(bob);
        alice.ban(banned, bob);

        assertThat(joined(bob)).containsExactly(in);
        assertThat(joined(alice)).containsExactlyInAnyOrder(in, left, invited, banned);
    }

    @Test
    void joinedRooms_canBeNone(User alice) {
        assertThat(joined(alice)).isEmpty();
    }

    @Test
    void joinedRooms_withoutToken_areRefused(Homeserver homeserver) {
        homeserver.anonymous().get("/joined_rooms").expectError(401, "M_MISSING_TOKEN");
    }

    @Test
    void joinedMembers_areThereWithTheirProfiles(User alice, User bob, User carol) {
        bob.put("/profile/{}/displayname", Json.of("displayname", "Bob"), bob.id()).ok();
        bob.put("/profile/{}/avatar_url", Json.of("avatar_url", "mxc://a.example/b"), bob.id())
                .ok();
        String room = alice.createRoomWith(bob);
        alice.invite(room, carol);

        Json members = alice.get("/rooms/{}/joined_members", room).ok().get("joined");

        assertThat(members.keys()).containsExactlyInAnyOrder(alice.id(), bob.id());
        assertThat(members.string(bob.id(), "display_name")).isEqualTo("Bob");
        assertThat(members.string(bob.id(), "avatar_url")).isEqualTo("mxc://a.example/b");
    }

    @Test
    void joinedMembers_areNotForOutsiders(User alice, User bob) {
        String room = alice.createPublicRoom();

        bob.get("/rooms/{}/joined_members", room).expect(403);
    }

    @Test
    void joinedMembers_areNotForFormerMembers(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        bob.leave(room);

        // "The current user must be in the room for it to work"
        bob.get("/rooms/{}/joined_members", room).expect(403);
    }

    @Test
    void forget_ofARoomTheUserIsIn_isRefused(User alice) {
        alice.post("/rooms/{}/forget", Json.EMPTY, alice.createRoom()).expect(400);
    }

    @Test
    void forget_endsReadingTheHistory(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        bob.leave(room);
        bob.get("/rooms/{}/messages?dir=b", room).ok();

        bob.post("/rooms/{}/forget", Json.EMPTY, room).ok();

        bob.get("/rooms/{}/messages?dir=b", room).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void forgottenRoom_isThereAgain_afterAnInvite(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        bob.leave(room);
        bob.post("/rooms/{}/forget", Json.EMPTY, room).ok();

        alice.invite(room, bob);

        assertThat(bob.sync().invited(room)).isPresent();
        bob.join(room);
        assertThat(joined(bob)).containsExactly(room);
    }

    @Test
    void roomAfterAKick_mayBeForgotten(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        alice.kick(room, bob);

        bob.post("/rooms/{}/forget", Json.EMPTY, room).ok();
    }
}

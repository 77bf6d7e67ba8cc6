package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#room-tagging.
@Section("client-server-api#room-tagging")
final class TagsTest {
    private static Json tags(User user, String room) {
        return user.get("/user/{}/rooms/{}/tags", user.id(), room).ok().get("tags");
    }

    private static void tag(User user, String room, String tag, Json content) {
        user.put("/user/{}/rooms/{}/tags/{}", content, user.id(), room, tag).ok();
    }

    @Test
    void room_withoutTags_hasNone(User alice) {
        assertThat(tags(alice, alice.createRoom())).isEqualTo(Json.EMPTY);
    }

    @Test
    void tag_thatWasAdded_isListed(User alice) {
        String room = alice.createRoom();

        Answer answer =
                alice.put(
                        "/user/{}/rooms/{}/tags/{}",
                        Json.of("order", 0.25),
                        alice.id(),
                        room,
                        "u.work");

        assertThat(answer.ok()).isEqualTo(Json.EMPTY);
        assertThat(tags(alice, room)).isEqualTo(Json.of("u.work", Json.of("order", 0.25)));
    }

    @Test
    void room_hasMultipleTags(User alice) {
        String room = alice.createRoom();

        tag(alice, room, "m.favourite", Json.of("order", 0.1));
        tag(alice, room, "u.two words", Json.EMPTY);

        assertThat(tags(alice, room).keys())
                .containsExactlyInAnyOrder("m.favourite", "u.two words");
    }

    @Test
    void tag_thatWasAddedAgain_hasTheNewOrder(User alice) {
        String room = alice.createRoom();
        tag(alice, room, "u.work", Json.of("order", 0.1));

        tag(alice, room, "u.work", Json.of("order", 0.9));

        assertThat(tags(alice, room)).isEqualTo(Json.of("u.work", Json.of("order", 0.9)));
    }

    @Test
    void tag_thatWasRemoved_isNotListed(User alice) {
        String room = alice.createRoom();
        tag(alice, room, "u.work", Json.EMPTY);
        tag(alice, room, "u.play", Json.EMPTY);

        assertThat(alice.delete("/user/{}/rooms/{}/tags/{}", alice.id(), room, "u.work").ok())
                .isEqualTo(Json.EMPTY);

        assertThat(tags(alice, room).keys()).containsExactly("u.play");
    }

    @Test
    void tags_areOnlyVisibleToTheUserThatSetThem(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        tag(alice, room, "u.work", Json.EMPTY);

        assertThat(tags(bob, room)).isEqualTo(Json.EMPTY);
        bob.get("/user/{}/rooms/{}/tags", alice.id(), room).expectError(403, "M_FORBIDDEN");
        bob.put("/user/{}/rooms/{}/tags/u.x", Json.EMPTY, alice.id(), room)
                .expectError(403, "M_FORBIDDEN");
        bob.delete("/user/{}/rooms/{}/tags/u.work", alice.id(), room)
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void tags_areSharedAcrossDevices(User alice) {
        String room = alice.createRoom();
        tag(alice, room, "u.work", Json.EMPTY);

        assertThat(tags(alice.loginAgain(), room).keys()).containsExactly("u.work");
    }

    @Test
    void tags_areOneEventInTheRoomsAccountData(User alice) {
        String room = alice.createRoom();
        tag(alice, room, "u.work", Json.of("order", 0.5));
        tag(alice, room, "u.play", Json.EMPTY);

        Json event = Sync.ofType(alice.sync().accountData(room), "m.tag").orElseThrow();

        assertThat(event.get("content"))
                .isEqualTo(
                        Json.of(
                                "tags",
                                Json.of("u.work", Json.of("order", 0.5), "u.play", Json.EMPTY)));
    }

    @Test
    void change_isInTheNextSync(User alice) {
        String room = alice.createRoom();
        Sync before = alice.sync();

        tag(alice, room, "u.work", Json.EMPTY);

        Sync after = alice.syncUntil(before, sync -> sync.joined(room).isPresent());
        assertThat(Sync.types(after.accountData(room))).containsExactly("m.tag");
    }
}

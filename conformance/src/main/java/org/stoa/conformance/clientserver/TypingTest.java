package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#typing-notifications.
@Section("client-server-api#typing-notifications")
final class TypingTest {
    private static Answer type(User user, String room, long timeout) {
        return user.put(
                "/rooms/{}/typing/{}",
                Json.of("typing", true, "timeout", timeout),
                room,
                user.id());
    }

    private static List<String> typing(Sync sync, String room) {
        return Sync.ofType(sync.ephemeral(room), "m.typing")
                .map(event -> event.strings("content", "user_ids"))
                .orElse(List.of());
    }

    @Test
    void typing_isAnsweredWithNothing(User alice) {
        assertThat(type(alice, alice.createRoom(), 30_000).ok()).isEqualTo(Json.EMPTY);
    }

    @Test
    void typing_isTheWholeList(User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob, carol);
        type(alice, room, 30_000).ok();
        type(bob, room, 30_000).ok();

        Sync sync = carol.syncUntil(one -> typing(one, room).size() == 2);

        assertThat(typing(sync, room)).containsExactlyInAnyOrder(alice.id(), bob.id());
    }

    @Test
    void typing_endsAfterItsTimeout(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        Sync before = bob.sync();
        type(alice, room, 1000).ok();

        Sync typed = bob.syncUntil(before, one -> typing(one, room).contains(alice.id()));

        bob.syncUntil(
                typed,
                one ->
                        Sync.ofType(one.ephemeral(room), "m.typing").isPresent()
                                && typing(one, room).isEmpty());
    }

    @Test
    void typing_isOfItsRoomOnly(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String other = alice.createRoomWith(bob);
        Sync before = bob.sync();
        type(alice, room, 30_000).ok();

        Sync sync = bob.syncUntil(before, one -> typing(one, room).contains(alice.id()));

        assertThat(typing(sync, other)).isEmpty();
    }

    @Test
    void anotherUser_isNotMadeToType(User alice, User bob) {
        String room = alice.createRoomWith(bob);

        alice.put("/rooms/{}/typing/{}", Json.of("typing", true, "timeout", 30_000), room, bob.id())
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void stranger_doesNotType(User alice, User mallory) {
        type(mallory, alice.createPublicRoom(), 30_000).expectError(403, "M_FORBIDDEN");
    }
}

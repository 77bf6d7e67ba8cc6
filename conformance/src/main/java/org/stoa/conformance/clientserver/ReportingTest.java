package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#reporting-content.
@Section("client-server-api#reporting-content")
final class ReportingTest {
    private static final Json REASON = Json.of("reason", "this makes me sad");

    @Test
    void event_isReported_byAMember(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "rude");

        assertThat(bob.post("/rooms/{}/report/{}", REASON, room, event).ok()).isEqualTo(Json.EMPTY);
    }

    @Test
    void event_isReported_withoutReason(User alice, User bob) {
        String room = alice.createRoomWith(bob);

        bob.post("/rooms/{}/report/{}", Json.EMPTY, room, alice.say(room, "rude")).ok();
    }

    @Test
    void event_isNotReported_fromOutside(User alice, User bob) {
        String room = alice.createPublicRoom();

        // "servers MUST verify that the reporting user is currently joined to the room"; they may
        // conceal it by 200.
        Answer answer = bob.post("/rooms/{}/report/{}", REASON, room, alice.say(room, "rude"));
        if (answer.status() != 200) {
            answer.expectError(404, "M_NOT_FOUND");
        }
    }

    @Test
    void eventThatIsNotThere_isNotFound_orConcealed(User alice) {
        Answer answer =
                alice.post("/rooms/{}/report/{}", REASON, alice.createRoom(), "$nobody-sent-it");
        if (answer.status() != 200) {
            answer.expectError(404, "M_NOT_FOUND");
        }
    }

    @Test
    void room_isReported_fromInside_andFromOutside(User alice, User bob) {
        String room = alice.createRoom();

        assertThat(alice.post("/rooms/{}/report", REASON, room).ok()).isEqualTo(Json.EMPTY);
        assertThat(bob.post("/rooms/{}/report", REASON, room).ok()).isEqualTo(Json.EMPTY);
    }

    @Test
    void room_isReported_withABlankReason(User alice) {
        alice.post("/rooms/{}/report", Json.of("reason", ""), alice.createRoom()).ok();
    }

    @Test
    void user_isReported_bySomebodyInNoRoomOfTheirs(User alice, User bob) {
        assertThat(alice.post("/users/{}/report", REASON, bob.id()).ok()).isEqualTo(Json.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rooms/{}/report", "/users/{}/report"})
    void report_withoutReason_isRefused(String path, User alice, User bob) {
        String what = path.startsWith("/rooms") ? alice.createRoom() : bob.id();

        alice.post(path, Json.EMPTY, what).expect(400);
    }

    @Test
    void report_withoutToken_isRefused(Homeserver homeserver, User alice) {
        homeserver
                .anonymous()
                .post("/users/{}/report", REASON, alice.id())
                .expectError(401, "M_MISSING_TOKEN");
    }
}

package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#moderation-policy-lists.
@Section("client-server-api#moderation-policy-lists")
final class PolicyRoomsTest {
    @ParameterizedTest
    @CsvSource({"user, @spam*:example.org", "room, #spam:example.org", "server, *.spam.example"})
    void rule_isStateLikeAnyOther(String kind, String entity, User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String type = "m.policy.rule." + kind;
        Json rule = Json.of("entity", entity, "recommendation", "m.ban", "reason", "undesirable");

        alice.setState(room, type, "rule:" + entity, rule);

        assertThat(bob.state(room, type, "rule:" + entity)).isEqualTo(rule);
        bob.put("/rooms/{}/state/{}/{}", rule, room, type, "mine").expectError(403, "M_FORBIDDEN");
    }

    @Test
    void rule_ofAPublicRoom_isReadWithoutJoining(User alice, User bob) {
        String room = alice.createPublicRoom();
        alice.setState(
                room,
                "m.room.history_visibility",
                "",
                Json.of("history_visibility", "world_readable"));
        alice.setState(room, "m.policy.rule.user", "a", Json.of("entity", "@a:example.org"));

        assertThat(bob.state(room, "m.policy.rule.user", "a").string("entity"))
                .isEqualTo("@a:example.org");
    }
}

package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#room-summaries.
@Section("client-server-api#room-summaries")
final class RoomSummaryTest {
    private static final String PATH = "/_matrix/client/v1/room_summary/{}";

    @Test
    void summary_ofAPublicRoom_hasWhatItIs(Homeserver homeserver, User alice, User bob) {
        String name = homeserver.unique("cheese");
        String alias = "#" + name + ":" + alice.serverName();
        String room =
                alice.createRoom(
                        Json.of(
                                "room_version", "11",
                                "preset", "public_chat",
                                "name", "CHEESE",
                                "topic", "Tasty",
                                "room_alias_name", name));

        Json summary = bob.get(PATH, alias).ok();

        assertThat(summary.string("room_id")).isEqualTo(room);
        assertThat(summary.string("name")).isEqualTo("CHEESE");
        assertThat(summary.string("topic")).isEqualTo("Tasty");
        assertThat(summary.string("canonical_alias")).isEqualTo(alias);
        assertThat(summary.string("join_rule")).isEqualTo("public");
        assertThat(summary.integer("num_joined_members")).isEqualTo(1);
        assertThat(summary.bool("world_readable")).isFalse();
        assertThat(summary.bool("guest_can_join")).isFalse();
    }

    @Test
    void summary_hasTheVersion_theType_andTheEncryption(User alice) {
        String room =
                alice.createRoom(
                        Json.parse(
                                "{'room_version':'11','creation_content':{'type':'m.space'},'initial_state':["
                                        + "{'type':'m.room.encryption','content':{'algorithm':'m.megolm.v1.aes-sha2'}}]}"));

        Json summary = alice.get(PATH, room).ok();

        assertThat(summary.string("room_version")).isEqualTo("11");
        assertThat(summary.string("room_type")).isEqualTo("m.space");
        assertThat(summary.string("encryption")).isEqualTo("m.megolm.v1.aes-sha2");
    }

    @Test
    void summary_hasTheRoomsOfTheConditions(User alice) {
        String other = alice.createRoom();
        String room = alice.createRoom();
        Json condition = Json.of("type", "m.room_membership", "room_id", other);
        alice.setState(
                room,
                "m.room.join_rules",
                "",
                Json.of("join_rule", "restricted", "allow", Json.array(condition)));

        assertThat(alice.get(PATH, room).ok().strings("allowed_room_ids")).containsExactly(other);
    }

    @Test
    void summary_hasTheMembership(User alice, User bob) {
        String room = alice.createRoom();
        alice.invite(room, bob);

        assertThat(alice.get(PATH, room).ok().string("membership")).isEqualTo("join");
        assertThat(bob.get(PATH, room).ok().string("membership")).isEqualTo("invite");
    }

    @ParameterizedTest
    @CsvSource({
        "knock, join_rules, join_rule",
        "world_readable, history_visibility, history_visibility"
    })
    void summary_ofARoomThatShowsItself_isForAnybody(
            String value, String type, String field, User alice, User bob) {
        String room = alice.createRoom();
        alice.setState(room, "m.room." + type, "", Json.of(field, value));

        assertThat(bob.get(PATH, room).ok().string("room_id")).isEqualTo(room);
    }

    @Test
    void summary_ofAPrivateRoom_isNotFound_byOthers(User alice, User bob) {
        bob.get(PATH, alice.createRoom()).expectError(404, "M_NOT_FOUND");
    }

    @Test
    void summary_ofARoomThatIsNotThere_isNotFound(Homeserver homeserver, User alice) {
        alice.get(PATH, "#" + homeserver.unique("none") + ":" + alice.serverName())
                .expectError(404, "M_NOT_FOUND");
    }
}

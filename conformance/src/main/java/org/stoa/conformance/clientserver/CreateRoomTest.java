package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#post_matrixclientv3createroom.
@Section("client-server-api#post_matrixclientv3createroom")
final class CreateRoomTest {
    private static List<Json> history(User reader, String room) {
        return reader.get("/rooms/{}/messages?dir=f&limit=50", room).ok().list("chunk");
    }

    private static String joinRule(User reader, String room) {
        return reader.state(room, "m.room.join_rules", "").string("join_rule");
    }

    @ParameterizedTest
    @CsvSource({
        "private_chat, invite, shared, can_join",
        "trusted_private_chat, invite, shared, can_join",
        "public_chat, public, shared, forbidden"
    })
    void preset_setsJoinRules_historyVisibility_andGuestAccess(
            String preset, String rule, String visibility, String guests, User alice) {
        String room = alice.createRoom(Json.of("preset", preset));

        assertThat(joinRule(alice, room)).isEqualTo(rule);
        assertThat(alice.state(room, "m.room.history_visibility", "").string("history_visibility"))
                .isEqualTo(visibility);
        assertThat(alice.state(room, "m.room.guest_access", "").string("guest_access"))
                .isEqualTo(guests);
    }

    @ParameterizedTest
    @CsvSource({"public, public", "private, invite"})
    void visibility_decidesThePreset_whenNoneIsGiven(String visibility, String rule, User alice) {
        assertThat(joinRule(alice, alice.createRoom(Json.of("visibility", visibility))))
                .isEqualTo(rule);
    }

    @Test
    void visibility_isPrivate_whenNoneIsGiven(User alice) {
        String room = alice.createRoom();

        assertThat(joinRule(alice, room)).isEqualTo("invite");
        assertThat(alice.get("/directory/list/room/{}", room).ok().string("visibility"))
                .isEqualTo("private");
    }

    @Test
    void preset_doesNotPublishTheRoom(User alice) {
        String room = alice.createRoom(Json.of("preset", "public_chat"));

        assertThat(alice.get("/directory/list/room/{}", room).ok().string("visibility"))
                .isEqualTo("private");
    }

    @Test
    void events_comeInTheOrderOfTheSpecification(Homeserver homeserver, User alice, User bob) {
        String room =
                alice.createRoom(
                        Json.of(
                                "preset",
                                "private_chat",
                                "room_alias_name",
                                homeserver.unique("order"),
                                "name",
                                "Name",
                                "topic",
                                "Topic",
                                "invite",
                                Json.array(bob.id()),
                                "initial_state",
                                Json.parse(
                                        "[{'type':'org.example.b','content':{}},"
                                                + "{'type':'org.example.a','content':{}}]")));

        List<Json> events = history(alice, room);

        List<String> types = Sync.types(events);
        assertThat(types.subList(0, 4))
                .containsExactly(
                        "m.room.create",
                        "m.room.member",
                        "m.room.power_levels",
                        "m.room.canonical_alias");
        assertThat(types.subList(4, 7))
                .containsExactlyInAnyOrder(
                        "m.room.join_rules", "m.room.history_visibility", "m.room.guest_access");
        assertThat(types.subList(7, 9)).containsExactly("org.example.b", "org.example.a");
        assertThat(types.subList(9, 11)).containsExactlyInAnyOrder("m.room.name", "m.room.topic");
        assertThat(types.subList(11, types.size())).containsExactly("m.room.member");
        assertThat(events.getLast().string("state_key")).isEqualTo(bob.id());
    }

    @Test
    void creator_isJoined(User alice) {
        String room = alice.createRoom();

        assertThat(alice.state(room, "m.room.member", alice.id()).string("membership"))
                .isEqualTo("join");
        assertThat(history(alice, room).getFirst().string("sender")).isEqualTo(alice.id());
    }

    @Test
    void name_isThere_forThoseWhoJoin(User alice, User bob) {
        String room = alice.createRoom(Json.of("name", "The pub", "preset", "public_chat"));
        bob.join(room);

        assertThat(bob.state(room, "m.room.name", "")).isEqualTo(Json.of("name", "The pub"));
    }

    @Test
    void topic_isThere_asPlainText(User alice) {
        String room = alice.createRoom(Json.of("topic", "All about happy hour"));

        Json content = alice.state(room, "m.room.topic", "");

        assertThat(content.string("topic")).isEqualTo("All about happy hour");
        // "an m.room.topic event with a text/plain mimetype"
        assertThat(content.list("m.topic", "m.text"))
                .anySatisfy(
                        text -> {
                            assertThat(text.string("body")).isEqualTo("All about happy hour");
                            assertThat(text.find("mimetype").orElse(Json.value("text/plain")))
                                    .isEqualTo(Json.value("text/plain"));
                        });
    }

    @Test
    void initialState_takesPrecedenceOverThePreset(User alice) {
        String room =
                alice.createRoom(
                        Json.parse(
                                "{'preset':'private_chat','initial_state':[{'type':'m.room.join_rules',"
                                        + "'state_key':'','content':{'join_rule':'public'}}]}"));

        assertThat(joinRule(alice, room)).isEqualTo("public");
    }

    @Test
    void nameAndTopic_overwriteTheInitialState(User alice) {
        String room =
                alice.createRoom(
                        Json.parse(
                                "{'name':'right','topic':'right','initial_state':["
                                        + "{'type':'m.room.name','content':{'name':'wrong'}},"
                                        + "{'type':'m.room.topic','content':{'topic':'wrong'}}]}"));

        assertThat(alice.state(room, "m.room.name", "").string("name")).isEqualTo("right");
        assertThat(alice.state(room, "m.room.topic", "").string("topic")).isEqualTo("right");
    }

    @Test
    void initialState_hasTheEmptyStateKey_whenNoneIsGiven(User alice) {
        String room =
                alice.createRoom(
                        Json.parse(
                                "{'initial_state':[{'type':'org.example.a','content':{'a':1}},"
                                        + "{'type':'org.example.a','state_key':'k','content':{'a':2}}]}"));

        assertThat(alice.state(room, "org.example.a", "")).isEqualTo(Json.of("a", 1));
        assertThat(alice.state(room, "org.example.a", "k")).isEqualTo(Json.of("a", 2));
    }

    @Test
    void creationContent_isAddedToTheCreateEvent(User alice) {
        String room =
                alice.createRoom(
                        Json.parse(
                                "{'creation_content':{'m.federate':false,'type':'m.space','org.example.a':[1]}}"));

        Json content = alice.state(room, "m.room.create", "");

        assertThat(content.bool("m.federate")).isFalse();
        assertThat(content.string("type")).isEqualTo("m.space");
        assertThat(content.get("org.example.a")).isEqualTo(Json.array(1));
    }

    @Test
    void creationContent_doesNotDecideTheRoomVersion(User alice) {
        String room =
                alice.createRoom(
                        Json.parse(
                                "{'room_version':'11','creation_content':{'room_version':'10'}}"));

        assertThat(alice.state(room, "m.room.create", "").string("room_version")).isEqualTo("11");
    }

    @Test
    void creationContent_doesNotDecideTheCreator(User alice, User bob) {
        Json content = Json.of("creator", bob.id());
        String room = alice.createRoom(Json.of("room_version", "10", "creation_content", content));

        assertThat(alice.state(room, "m.room.create", "").string("creator")).isEqualTo(alice.id());
    }

    @Test
    void invitees_areInvited_byTheCreator(User alice, User bob, User carol) {
        String room = alice.createRoom(Json.of("invite", Json.array(bob.id(), carol.id())));

        assertThat(bob.sync().invited(room)).isPresent();
        assertThat(carol.sync().invited(room)).isPresent();
        bob.join(room);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isDirect_isSetOnTheInvites(boolean direct, User alice, User bob) {
        String room =
                alice.createRoom(Json.of("is_direct", direct, "invite", Json.array(bob.id())));

        Json invite = alice.state(room, "m.room.member", bob.id());
        assertThat(invite.find("is_direct").orElse(Json.value(false)))
                .isEqualTo(Json.value(direct));
        assertThat(alice.state(room, "m.room.member", alice.id()).has("is_direct")).isFalse();
    }

    @Test
    void alias_isMadeAndIsCanonical(Homeserver homeserver, User alice, User bob) {
        String name = homeserver.unique("pub");
        String alias = "#" + name + ":" + alice.serverName();

        String room = alice.createRoom(Json.of("room_alias_name", name));

        assertThat(bob.get("/directory/room/{}", alias).ok().string("room_id")).isEqualTo(room);
        assertThat(alice.state(room, "m.room.canonical_alias", "").string("alias"))
                .isEqualTo(alias);
    }

    @Test
    void alias_thatIsTaken_isRefused(Homeserver homeserver, User alice, User bob) {
        String name = homeserver.unique("pub");
        alice.createRoom(Json.of("room_alias_name", name));

        bob.post("/createRoom", Json.of("room_alias_name", name)).expectError(400, "M_ROOM_IN_USE");
    }

    @Test
    void powerLevelOverride_isAppliedOnTopOfTheDefaults(User alice) {
        String room =
                alice.createRoom(
                        Json.parse(
                                "{'room_version':'11','power_level_content_override':{'events_default':7}}"));

        Json levels = alice.state(room, "m.room.power_levels", "");
        assertThat(levels.integer("events_default")).isEqualTo(7);
        assertThat(levels.integer("users", alice.id())).isEqualTo(100);
    }

    @Test
    void powerLevelOverride_thatForbidsTheName_isAnInvalidState(User alice) {
        Json levels = Json.of("users", Json.of(alice.id(), 0), "state_default", 50);
        Json request =
                Json.of(
                        "room_version", "11",
                        "name", "No",
                        "power_level_content_override", levels);

        alice.post("/createRoom", request).expectError(400, "M_INVALID_ROOM_STATE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':5}",
                "{'invite':'all'}",
                "{'initial_state':{}}",
                "{'creation_content':[]}"
            })
    void request_thatIsMalformed_isBadJson(String request, User alice) {
        alice.post("/createRoom", Json.parse(request)).expectError(400, "M_BAD_JSON");
    }

    @Test
    void request_withoutToken_isRefused(Homeserver homeserver) {
        homeserver.anonymous().post("/createRoom", Json.EMPTY).expectError(401, "M_MISSING_TOKEN");
    }
}

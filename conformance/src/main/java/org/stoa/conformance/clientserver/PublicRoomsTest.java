package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.conformance.client.Deadline.eventually;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#published-room-directory.
@Section("client-server-api#published-room-directory")
final class PublicRoomsTest {
    private static Json filter(String term) {
        return Json.of("filter", Json.of("generic_search_term", term));
    }

    private static List<Json> search(User user, String term) {
        return user.post("/publicRooms", filter(term)).ok().list("chunk");
    }

    /// The one room that a search finds; an assertion, so that it may be repeated.
    private static Json only(User user, String term) {
        List<Json> found = search(user, term);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static List<String> ids(List<Json> rooms) {
        return rooms.stream().map(room -> room.string("room_id")).toList();
    }

    private static void isFound(User user, String term, String room) {
        eventually(() -> assertThat(ids(search(user, term))).containsExactly(room));
    }

    private static String publish(User user, String name) {
        return user.createRoom(Json.of("visibility", "public", "name", name));
    }

    @Test
    void room_thatIsPublic_isListed_withWhatItIs(Homeserver homeserver, User alice, User bob) {
        String name = homeserver.unique("cheese");
        String room =
                alice.createRoom(
                        Json.of(
                                "visibility",
                                "public",
                                "name",
                                name,
                                "topic",
                                "Tasty tasty cheese",
                                "room_alias_name",
                                name));
        bob.join(room);

        eventually(
                () -> {
                    Json listed = only(bob, name);
                    assertThat(listed.string("room_id")).isEqualTo(room);
                    assertThat(listed.string("name")).isEqualTo(name);
                    assertThat(listed.string("topic")).isEqualTo("Tasty tasty cheese");
                    assertThat(listed.string("canonical_alias"))
                            .isEqualTo("#" + name + ":" + alice.serverName());
                    assertThat(listed.integer("num_joined_members")).isEqualTo(2);
                    assertThat(listed.bool("world_readable")).isFalse();
                    assertThat(listed.bool("guest_can_join")).isFalse();
                    assertThat(listed.find("join_rule").orElse(Json.value("public")))
                            .isEqualTo(Json.value("public"));
                });
    }

    @Test
    void room_thatIsWorldReadable_andOpenToGuests_saysSo(Homeserver homeserver, User alice) {
        String name = homeserver.unique("open");
        String room = publish(alice, name);
        alice.setState(
                room,
                "m.room.history_visibility",
                "",
                Json.of("history_visibility", "world_readable"));
        alice.setState(room, "m.room.guest_access", "", Json.of("guest_access", "can_join"));

        eventually(
                () -> {
                    Json listed = only(alice, name);
                    assertThat(listed.bool("world_readable")).isTrue();
                    assertThat(listed.bool("guest_can_join")).isTrue();
                });
    }

    @Test
    void room_thatMayBeKnockedAt_isListedAsSuch(Homeserver homeserver, User alice) {
        String name = homeserver.unique("knock");
        String room = publish(alice, name);
        alice.setState(room, "m.room.join_rules", "", Json.of("join_rule", "knock"));

        eventually(() -> assertThat(only(alice, name).string("join_rule")).isEqualTo("knock"));
    }

    @Test
    void list_isThereWithoutToken(Homeserver homeserver, User alice) {
        String room = publish(alice, homeserver.unique("anybody"));

        eventually(
                () ->
                        assertThat(
                                        ids(
                                                homeserver
                                                        .anonymous()
                                                        .get("/publicRooms?limit=5000")
                                                        .ok()
                                                        .list("chunk")))
                                .contains(room));
    }

    @Test
    void search_withoutToken_isRefused(Homeserver homeserver) {
        homeserver.anonymous().post("/publicRooms", Json.EMPTY).expectError(401, "M_MISSING_TOKEN");
    }

    @Test
    void visibility_isSet_andRead(Homeserver homeserver, User alice) {
        String name = homeserver.unique("later");
        String room = alice.createRoom(Json.of("name", name, "preset", "public_chat"));

        alice.put("/directory/list/room/{}", Json.of("visibility", "public"), room).ok();

        isFound(alice, name, room);
        assertThat(
                        homeserver
                                .anonymous()
                                .get("/directory/list/room/{}", room)
                                .ok()
                                .string("visibility"))
                .isEqualTo("public");
    }

    @Test
    void visibility_isPublic_whenNoneIsGiven(User alice) {
        String room = alice.createPublicRoom();

        alice.put("/directory/list/room/{}", Json.EMPTY, room).ok();

        assertThat(alice.get("/directory/list/room/{}", room).ok().string("visibility"))
                .isEqualTo("public");
    }

    @Test
    void visibility_thatIsPrivate_hidesTheRoom(Homeserver homeserver, User alice) {
        String name = homeserver.unique("hidden");
        String room = publish(alice, name);
        isFound(alice, name, room);

        alice.put("/directory/list/room/{}", Json.of("visibility", "private"), room).ok();

        eventually(() -> assertThat(search(alice, name)).isEmpty());
        assertThat(alice.get("/directory/list/room/{}", room).ok().string("visibility"))
                .isEqualTo("private");
    }

    @Test
    void visibility_ofAnUnknownRoom_isNotFound(User alice) {
        String room = "!nobody-made-it:" + alice.serverName();

        alice.get("/directory/list/room/{}", room).expectError(404, "M_NOT_FOUND");
        alice.put("/directory/list/room/{}", Json.of("visibility", "public"), room)
                .expectError(404, "M_NOT_FOUND");
    }

    @Test
    void visibility_ofNoKnownKind_isRefused(User alice) {
        alice.put(
                        "/directory/list/room/{}",
                        Json.of("visibility", "sometimes"),
                        alice.createPublicRoom())
                .expect(400);
    }

    @Test
    void search_findsTheTopic_andTheAlias(Homeserver homeserver, User alice) {
        String topic = homeserver.unique("topic");
        String alias = homeserver.unique("alias");
        String room =
                alice.createRoom(
                        Json.of("visibility", "public", "topic", topic, "room_alias_name", alias));

        isFound(alice, topic, room);
        isFound(alice, alias, room);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "['m.space']      | space",
                "[null]           | plain",
                "[null,'m.space'] | plain space"
            })
    void roomTypes_restrictTheSearch(
            String types, String wanted, Homeserver homeserver, User alice) {
        String name = homeserver.unique("typed");
        alice.createRoom(Json.of("visibility", "public", "name", name + " plain"));
        alice.createRoom(
                Json.of(
                        "visibility",
                        "public",
                        "name",
                        name + " space",
                        "creation_content",
                        Json.of("type", "m.space")));
        Json filter = Json.of("generic_search_term", name, "room_types", Json.parse(types));

        eventually(
                () ->
                        assertThat(
                                        alice.post("/publicRooms", Json.of("filter", filter))
                                                .ok()
                                                .list("chunk"))
                                .extracting(room -> room.string("name").replace(name + " ", ""))
                                .containsExactlyInAnyOrder(wanted.split(" ")));
    }

    @Test
    void roomType_isInTheList(Homeserver homeserver, User alice) {
        String name = homeserver.unique("space");
        alice.createRoom(
                Json.of(
                        "visibility",
                        "public",
                        "name",
                        name,
                        "creation_content",
                        Json.of("type", "m.space")));

        eventually(() -> assertThat(only(alice, name).string("room_type")).isEqualTo("m.space"));
    }

    @Test
    void pages_haveEveryRoomOnce_andEnd(Homeserver homeserver, User alice) {
        String name = homeserver.unique("page");
        List<String> rooms =
                List.of(publish(alice, name), publish(alice, name), publish(alice, name));
        eventually(() -> assertThat(search(alice, name)).hasSize(3));

        List<String> seen = new ArrayList<>();
        Json page = alice.post("/publicRooms", filter(name).with("limit", 1)).ok();
        assertThat(page.has("prev_batch")).isFalse();
        seen.addAll(ids(page.list("chunk")));
        while (page.has("next_batch") && seen.size() < 10) {
            Json next = filter(name).with("limit", 1).with("since", page.string("next_batch"));
            page = alice.post("/publicRooms", next).ok();
            assertThat(page.list("chunk")).hasSizeLessThanOrEqualTo(1);
            seen.addAll(ids(page.list("chunk")));
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(rooms);
    }

    @Test
    void prevBatch_isAWayBack(Homeserver homeserver, User alice) {
        String name = homeserver.unique("back");
        publish(alice, name);
        publish(alice, name);
        eventually(() -> assertThat(search(alice, name)).hasSize(2));
        Json request = filter(name).with("limit", 1);
        Json first = alice.post("/publicRooms", request).ok();
        Json second =
                alice.post("/publicRooms", request.with("since", first.string("next_batch"))).ok();

        Json back =
                alice.post("/publicRooms", request.with("since", second.string("prev_batch"))).ok();

        assertThat(back.list("chunk")).isEqualTo(first.list("chunk"));
    }

    @Test
    void limit_ofTheList_isKept(Homeserver homeserver, User alice) {
        publish(alice, homeserver.unique("limit"));
        publish(alice, homeserver.unique("limit"));

        eventually(
                () -> {
                    Json page = alice.get("/publicRooms?limit=1").ok();
                    assertThat(page.list("chunk")).hasSize(1);
                    assertThat(page.has("next_batch")).isTrue();
                });
    }

    @Test
    void room_ofWhichTheNameChanges_isFoundByTheNewOne(Homeserver homeserver, User alice) {
        String before = homeserver.unique("before");
        String after = homeserver.unique("after");
        String room = publish(alice, before);
        isFound(alice, before, room);

        alice.setState(room, "m.room.name", "", Json.of("name", after));

        isFound(alice, after, room);
        eventually(() -> assertThat(search(alice, before)).isEmpty());
    }
}

package org.stoa.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DirectoryTest {
    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");
    private final List<String> bySize = new ArrayList<>();

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeAll
    void publish() {
        String large = published("{'name':'Large','topic':'The Big One'}");
        bob.join(large);
        bySize.add(large);
        List<String> small = new ArrayList<>();
        small.add(published("{'name':'Straße'}"));
        small.add(published("{'room_alias_name':'teahouse'}"));
        small.add(published("{'creation_content':{'type':'m.space'},'name':'Space'}"));
        small.add(published("{'creation_content':{'type':'org.example.other'}}"));
        Collections.reverse(small);
        bySize.addAll(small);
    }

    @Test
    void pages_followedForthAndBack_tellEachRoomOnce() {
        JsonObject first = list("?limit=2");
        JsonObject second = list("?limit=2&since=" + next(first).orElseThrow());
        JsonObject third = list("?limit=2&since=" + next(second).orElseThrow());

        List<String> forth = new ArrayList<>(ids(first));
        forth.addAll(ids(second));
        forth.addAll(ids(third));
        assertThat(forth).isEqualTo(bySize);
        assertThat(next(third)).isEmpty();
        assertThat(previous(first)).isEmpty();

        JsonObject back = list("?limit=2&since=" + previous(third).orElseThrow());
        assertThat(ids(back)).isEqualTo(ids(second));
        JsonObject start = list("?limit=2&since=" + previous(back).orElseThrow());
        assertThat(ids(start)).isEqualTo(ids(first));
        assertThat(previous(start)).isEmpty();
        assertThat(first.integer("total_room_count_estimate")).hasValue(5);
    }

    @Test
    void page_afterARoomBeforeItIsGone_goesOnWhereItWas() {
        JsonObject first = list("?limit=2");
        alice.put(
                        "/directory/list/room/{}",
                        JsonObject.of("visibility", "private"),
                        bySize.getFirst())
                .ok();

        JsonObject second = list("?limit=2&since=" + next(first).orElseThrow());

        alice.put("/directory/list/room/{}", JsonObject.EMPTY, bySize.getFirst()).ok();
        assertThat(ids(second)).isEqualTo(bySize.subList(2, 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"large", "BIG", "straße", "TEAHOUSE", "#teahouse:localhost"})
    void search_anyCase_findsNameTopicAndAlias(String term) {
        assertThat(search(JsonObject.of("generic_search_term", term))).hasSize(1);
    }

    @Test
    void search_byType_findsRoomsOfItOrWithoutOne() {
        assertThat(search(json("{'room_types':['m.space']}"))).hasSize(1);
        assertThat(search(json("{'room_types':[null]}"))).hasSize(3);
        assertThat(search(json("{'room_types':['m.space',null]}"))).hasSize(4);
        assertThat(search(json("{'room_types':['m.space'],'generic_search_term':'large'}")))
                .isEmpty();
    }

    @Test
    void search_inANetwork_findsNothingWithoutApplicationServices() {
        assertThat(ids(alice.post("/publicRooms", json("{'include_all_networks':true}")).ok()))
                .hasSize(5);
        assertThat(ids(alice.post("/publicRooms", json("{'third_party_instance_id':'irc'}")).ok()))
                .isEmpty();
        assertThat(
                        alice.post(
                                        "/publicRooms",
                                        json(
                                                "{'third_party_instance_id':'irc',"
                                                        + "'include_all_networks':true}"))
                                .error())
                .isEqualTo("400 M_INVALID_PARAM");
    }

    @Test
    void listing_always_followsTheRoom() {
        String room = published("{'name':'Before'}");
        try {
            alice.setState(room, "m.room.name", "", JsonObject.of("name", "After the change"));
            alice.setState(room, "m.room.avatar", "", JsonObject.of("url", "mxc://localhost/a"));
            alice.setState(room, "m.room.join_rules", "", JsonObject.of("join_rule", "knock"));
            alice.invite(room, bob);
            bob.join(room);

            assertThat(search(JsonObject.of("generic_search_term", "before"))).isEmpty();
            assertThat(found("after the change").getFirst())
                    .isEqualTo(
                            JsonObject.builder()
                                    .put("room_id", room)
                                    .put("world_readable", false)
                                    .put("guest_can_join", false)
                                    .put("join_rule", "knock")
                                    .put("name", "After the change")
                                    .put("avatar_url", "mxc://localhost/a")
                                    .put("num_joined_members", 2)
                                    .build());
        } finally {
            alice.put("/directory/list/room/{}", json("{'visibility':'private'}"), room).ok();
        }
        assertThat(found("after the change")).isEmpty();
    }

    @Test
    void room_thatEverybodyLeft_isNotListed() {
        String room = published("{'name':'Deserted'}");

        alice.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();

        assertThat(found("deserted")).isEmpty();
    }

    @Test
    void room_publishedBeforeTheListWasKept_isFoundToo() {
        String room = published("{'name':'Antique'}");
        server.homeserver()
                .database()
                .execute(
                        tx ->
                                tx.update(
                                        "UPDATE published_room SET listing = '', words = '' WHERE members = 1"));

        assertThat(found("antique"))
                .extracting(found -> found.string("room_id").orElseThrow())
                .containsExactly(room);
        alice.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
    }

    private List<JsonObject> found(String term) {
        JsonObject filter = JsonObject.of("generic_search_term", term);
        return alice.post("/publicRooms", JsonObject.of("filter", filter)).objects("chunk");
    }

    @Test
    void directory_ofAServer_isThatOnes() {
        assertThat(ids(list("?server=localhost"))).hasSize(5);
        assertThat(alice.get("/publicRooms?server=elsewhere.example").error())
                .as("a server that nobody can reach")
                .isEqualTo("502 M_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?since=nonsense", "?limit=-1", "?limit=many"})
    void list_withABadParameter_isRefused(String query) {
        assertThat(alice.get("/publicRooms" + query).error()).isEqualTo("400 M_INVALID_PARAM");
    }

    @Test
    void publishing_byWhoMayNot_isRefused() {
        String room = alice.createRoomWith(bob);

        assertThat(bob.put("/directory/list/room/{}", JsonObject.EMPTY, room).error())
                .isEqualTo("403 M_FORBIDDEN");
        assertThat(alice.put("/directory/list/room/{}", JsonObject.EMPTY, "!no:localhost").error())
                .isEqualTo("404 M_NOT_FOUND");
        assertThat(alice.put("/directory/list/room/{}", json("{'visibility':5}"), room).error())
                .isEqualTo("400 M_BAD_JSON");
        assertThat(alice.get("/directory/list/room/{}", room).string("visibility"))
                .isEqualTo("private");
    }

    private String published(String request) {
        JsonObject.Builder wish = json(request).toBuilder();
        return alice.createRoom(
                wish.put("preset", "public_chat").put("visibility", "public").build());
    }

    private JsonObject list(String query) {
        return alice.get("/publicRooms" + query).ok();
    }

    private List<String> search(JsonObject filter) {
        return ids(alice.post("/publicRooms", JsonObject.of("filter", filter)).ok());
    }

    private static List<String> ids(JsonObject page) {
        return page.array("chunk").orElseThrow().objects().stream()
                .map(room -> room.string("room_id").orElseThrow())
                .toList();
    }

    private static Optional<String> next(JsonObject page) {
        return page.string("next_batch");
    }

    private static Optional<String> previous(JsonObject page) {
        return page.string("prev_batch");
    }
}

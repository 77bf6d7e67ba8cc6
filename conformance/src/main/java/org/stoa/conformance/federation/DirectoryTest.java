package org.stoa.conformance.federation;

import static org.assertj.core.api.Assertions.assertThat;

import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;
import org.stoa.conformance.peers.BothWays;
import org.stoa.conformance.peers.Pair;
import org.stoa.conformance.peers.Versions;

/// Spec: server-server-api#querying-for-information, server-server-api#public-room-directory.
@Section("server-server-api#querying-for-information")
final class DirectoryTest {
    @BothWays(Versions.ONE)
    void profileOfTheOtherServer_isFound(Pair pair) {
        User alice = pair.home().user("alice");
        User bob = pair.away().user("bob");
        alice.put("/profile/{}/displayname", Json.of("displayname", "\u00c4lice"), alice.id()).ok();

        assertThat(bob.get("/profile/{}", alice.id()).ok().string("displayname"))
                .isEqualTo("\u00c4lice");
        assertThat(bob.get("/profile/{}/displayname", alice.id()).ok())
                .isEqualTo(Json.of("displayname", "\u00c4lice"));
    }

    @BothWays(Versions.ONE)
    void profileOfNobody_isNotFound(Pair pair) {
        User bob = pair.away().user("bob");

        bob.get("/profile/{}", "@nobody:" + pair.home().name()).expectError(404, "M_NOT_FOUND");
    }

    @BothWays(Versions.FULL)
    void aliasOfTheOtherServer_isFound(Pair pair) {
        User alice = pair.home().user("alice");
        User bob = pair.away().user("bob");
        String localpart = pair.home().homeserver().unique("alias");
        String room = pair.room(alice, Json.of("room_alias_name", localpart));

        Json found = bob.get("/directory/room/{}", "#" + localpart + ":" + pair.home().name()).ok();

        assertThat(found.string("room_id")).isEqualTo(room);
        assertThat(found.strings("servers")).contains(pair.home().name());
    }

    @BothWays(Versions.ONE)
    void unknownAlias_isNotFound(Pair pair) {
        User bob = pair.away().user("bob");

        bob.get("/directory/room/{}", "#nothing:" + pair.home().name())
                .expectError(404, "M_NOT_FOUND");
    }

    @BothWays(Versions.ONE)
    void publicRoomsOfTheOtherServer_areListed(Pair pair) {
        User alice = pair.home().user("alice");
        User bob = pair.away().user("bob");
        String name = pair.home().homeserver().unique("name");
        String room =
                pair.room(
                        alice,
                        Json.of("visibility", "public", "preset", "public_chat", "name", name));

        Json wanted = Json.of("filter", Json.of("generic_search_term", name));
        Json found = bob.post("/publicRooms?server={}", wanted, pair.home().name()).ok();

        assertThat(found.list("chunk")).hasSize(1);
        assertThat(found.list("chunk").getFirst().string("room_id")).isEqualTo(room);
        assertThat(found.list("chunk").getFirst().string("name")).isEqualTo(name);
        assertThat(bob.get("/publicRooms?limit=1&server={}", pair.home().name()).ok().list("chunk"))
                .hasSize(1);
    }

    @BothWays(Versions.FULL)
    void hierarchy_hasRoomsOfTheOtherServer(Pair pair) {
        User alice = pair.home().user("alice");
        User bob = pair.away().user("bob");
        Json kind = Json.of("creation_content", Json.of("type", "m.space"));
        String space = pair.room(alice, kind.with("preset", "public_chat"));
        String child = pair.room(alice, Json.of("preset", "public_chat", "name", "Inner"));
        Json via = Json.of("via", Json.array(pair.home().name()));
        alice.setState(space, "m.space.child", child, via);
        Pair.joinVia(bob, space, pair.home());

        Json hierarchy = bob.get("/_matrix/client/v1/rooms/{}/hierarchy", space).ok();

        assertThat(hierarchy.list("rooms").stream().map(room -> room.string("room_id")))
                .containsExactly(space, child);
        assertThat(hierarchy.list("rooms").getLast().string("name")).isEqualTo("Inner");
    }
}

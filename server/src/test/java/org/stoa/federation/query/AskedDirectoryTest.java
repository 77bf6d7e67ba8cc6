package org.stoa.federation.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Answer;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// What another server gets when it asks about directories and spaces.
@Timeout(60)
final class AskedDirectoryTest {
    private static final String FEDERATION = "/_matrix/federation/v1/";

    private final ForeignServer other = new ForeignServer();
    private final TestServer server = TestServer.start(other.trusted());
    private final TestClient alice = server.register("alice");

    @AfterEach
    void close() {
        server.close();
        other.close();
    }

    private Answer asked(String template, String... values) {
        return other.get(server.anonymous(), template, values);
    }

    @Test
    @Proves({"server-server/getPublicRooms", "server-server/queryPublicRooms"})
    void publishedRooms_areToldToOtherServers() {
        String cats =
                alice.createRoom(
                        json("{'name':'Cats','visibility':'public','preset':'public_chat'}"));
        String dogs =
                alice.createRoom(
                        json("{'name':'Dogs','visibility':'public','preset':'public_chat'}"));
        alice.createRoom(json("{'name':'Hidden','preset':'public_chat'}"));

        JsonObject all = asked(FEDERATION + "publicRooms").ok();
        JsonObject first = asked(FEDERATION + "publicRooms?limit=1").ok();
        JsonObject found =
                other.post(
                                server.anonymous(),
                                json("{'filter':{'generic_search_term':'dog'}}"),
                                FEDERATION + "publicRooms")
                        .ok();

        assertThat(ids(all)).containsExactlyInAnyOrder(cats, dogs);
        assertThat(ids(first)).hasSize(1);
        assertThat(
                        ids(
                                asked(
                                                FEDERATION + "publicRooms?since={}",
                                                first.string("next_batch").orElseThrow())
                                        .ok()))
                .hasSize(1)
                .doesNotContainAnyElementsOf(ids(first));
        assertThat(ids(found)).containsExactly(dogs);
    }

    private static List<String> ids(JsonObject page) {
        return page.array("chunk").orElseThrow().objects().stream()
                .map(room -> room.string("room_id").orElseThrow())
                .toList();
    }

    @Test
    @Proves("server-server/getSpaceHierarchy")
    void space_isToldWithTheChildrenThatTheServerMaySee() {
        String space =
                alice.createRoom(
                        json("{'preset':'public_chat','creation_content':{'type':'m.space'}}"));
        String open = alice.createRoom(json("{'name':'Open','preset':'public_chat'}"));
        String closed = alice.createRoom(json("{'preset':'private_chat'}"));
        for (String child : List.of(open, closed, "!elsewhere:other.test")) {
            alice.setState(space, "m.space.child", child, json("{'via':['localhost']}"));
        }

        JsonObject answer = asked(FEDERATION + "hierarchy/{}", space).ok();

        JsonObject root = answer.object("room").orElseThrow();
        assertThat(root.string("room_id")).contains(space);
        assertThat(root.array("children_state").orElseThrow().objects())
                .extracting(state -> state.string("state_key").orElseThrow())
                .containsExactlyInAnyOrder(open, closed, "!elsewhere:other.test");
        assertThat(answer.array("children").orElseThrow().objects())
                .extracting(room -> room.string("room_id").orElseThrow())
                .containsExactly(open);
        assertThat(answer.array("inaccessible_children").orElseThrow().strings())
                .containsExactly(closed);
        assertThat(asked(FEDERATION + "hierarchy/{}", closed).error()).isEqualTo("404 M_NOT_FOUND");
    }

    @Test
    void query_ofUnknownType_isRefused() {
        assertThat(asked(FEDERATION + "query/weather").error()).isEqualTo("404 M_UNRECOGNIZED");
    }
}

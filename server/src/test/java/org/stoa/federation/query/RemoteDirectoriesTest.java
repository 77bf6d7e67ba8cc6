package org.stoa.federation.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TwoServers;

/// Lists of published rooms that users get from another server.
@Timeout(60)
final class RemoteDirectoriesTest {
    @TempDir private Path folder;
    private TwoServers servers;

    @BeforeEach
    void start() {
        servers = new TwoServers(folder, UnaryOperator.identity(), UnaryOperator.identity());
    }

    @AfterEach
    void close() {
        servers.close();
    }

    private static List<String> names(JsonObject page) {
        return page.array("chunk").orElseThrow().objects().stream()
                .map(room -> room.string("name").orElseThrow())
                .toList();
    }

    @Test
    void list_ofAnotherServer_isToldPageByPage() {
        TestClient bob = servers.two().register("bob");
        for (String name : List.of("Cats", "Dogs")) {
            bob.createRoom(
                    JsonObject.of("name", name, "visibility", "public", "preset", "public_chat"));
        }
        TestClient alice = servers.one().register("alice");

        JsonObject first = alice.get("/publicRooms?server=two.test&limit=1").ok();
        JsonObject second =
                alice.get(
                                "/publicRooms?server=two.test&limit=1&since={}",
                                first.string("next_batch").orElseThrow())
                        .ok();

        assertThat(names(first)).hasSize(1);
        assertThat(names(second)).hasSize(1).doesNotContainAnyElementsOf(names(first));
        assertThat(
                        names(
                                alice.post(
                                                "/publicRooms?server=two.test",
                                                json("{'filter':{'generic_search_term':'DOG'}}"))
                                        .ok()))
                .containsExactly("Dogs");
        assertThat(names(alice.get("/publicRooms").ok())).isEmpty();
    }

    @Test
    void list_ofAnotherServer_isNotForStrangers() {
        assertThat(servers.one().anonymous().get("/publicRooms?server=two.test").error())
                .isEqualTo("401 M_MISSING_TOKEN");
    }

    @Test
    void list_ofAServerThatIsNotThere_isAnError() {
        TestClient alice = servers.one().register("alice");

        assertThat(alice.get("/publicRooms?server=nowhere.test").error())
                .isEqualTo("502 M_UNKNOWN");
        assertThat(alice.get("/publicRooms?server=!").error()).isEqualTo("400 M_INVALID_PARAM");
    }
}

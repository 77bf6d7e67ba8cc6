package org.stoa.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Answer;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// The first API, `api/v1`, has all the paths of its description, but those of media and pushers, which Stoa does not have in any
/// API yet.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FirstApiTest {
    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final String room = alice.createRoom();
    private final String event = alice.say(room, "hello");

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /register",
                "POST /register",
                "GET /login",
                "POST /login",
                "POST /tokenrefresh",
                "POST /createRoom",
                "PUT /directory/room/ALIAS",
                "GET /directory/room/ALIAS",
                "DELETE /directory/room/ALIAS",
                "GET /publicRooms",
                "GET /initialSync",
                "GET /events?timeout=0",
                "GET /events/EVENT",
                "POST /search",
                "POST /join/ROOM",
                "POST /rooms/ROOM/join",
                "POST /rooms/ROOM/invite",
                "POST /rooms/ROOM/ban",
                "GET /rooms/ROOM/initialSync",
                "GET /rooms/ROOM/members",
                "GET /rooms/ROOM/messages",
                "GET /rooms/ROOM/state",
                "GET /rooms/ROOM/state/m.room.create/",
                "PUT /rooms/ROOM/state/m.room.name/",
                "PUT /rooms/ROOM/send/m.room.message/1",
                "POST /rooms/ROOM/send/m.room.message",
                "POST /rooms/ROOM/redact/EVENT",
                "PUT /rooms/ROOM/typing/USER",
                "POST /rooms/ROOM/leave",
                "POST /rooms/ROOM/forget",
                "GET /presence/USER/status",
                "PUT /presence/USER/status",
                "GET /presence/list/USER",
                "POST /presence/list/USER",
                "GET /profile/USER",
                "GET /profile/USER/displayname",
                "PUT /profile/USER/displayname",
                "GET /profile/USER/avatar_url",
                "PUT /profile/USER/avatar_url",
                "GET /pushrules/",
                "GET /pushrules/global/override/.m.rule.master",
                "PUT /pushrules/global/room/ROOM",
                "DELETE /pushrules/global/room/ROOM",
                "PUT /pushrules/global/override/.m.rule.master/enabled",
                "GET /voip/turnServer",
                "GET /turnServer"
            })
    void path_ofTheFirstApi_isKnown(String operation) {
        String[] words = operation.split(" ", 2);
        String path =
                words[1].replace("ROOM", room)
                        .replace("EVENT", event)
                        .replace("USER", alice.id())
                        .replace("ALIAS", "%23first:localhost");

        Answer answer = send(words[0], "/_matrix/client/api/v1" + path);

        assertThat(answer.text()).doesNotContain("M_UNRECOGNIZED");
        assertThat(answer.status()).isLessThan(500);
    }

    private Answer send(String method, String path) {
        return switch (method) {
            case "GET" -> alice.get(path);
            case "POST" -> alice.post(path, JsonObject.EMPTY);
            case "PUT" -> alice.put(path, JsonObject.EMPTY);
            case "DELETE" -> alice.delete(path);
            default -> throw new IllegalArgumentException(method);
        };
    }
}

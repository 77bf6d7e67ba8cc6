package org.stoa.bridge.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.bridge.EventHandler;
import org.stoa.bridge.Queries;
import org.stoa.bridge.RoomEvent;
import org.stoa.bridge.ThirdParty;
import org.stoa.bridge.store.Changes;
import org.stoa.bridge.testing.Awaiting;
import org.stoa.bridge.testing.TestService;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

class RequestsTest {

    private static final String EVENT =
            """
            {"event_id": "$1", "type": "m.x", "room_id": "!r:test", "sender": "@a:test", "content": {}}""";

    private static final JsonObject IRC =
            JsonObject.of("instances", List.of(), "icon", "mxc://test/irc");

    @TempDir Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private TestService test;
    private String token = "";

    @BeforeEach
    void open() throws IOException {
        test = new TestService(folder);
        test.service().start(new Hearing(), new Known(), new Networks());
        token = test.service().registration().hsToken();
    }

    @AfterEach
    void close() {
        test.close();
        client.shutdownNow();
    }

    private final class Hearing implements EventHandler {
        @Override
        public void handle(RoomEvent event, Changes changes) {
            heard.add(event.id());
        }

        @Override
        public void handleEphemeral(JsonObject event) {
            heard.add(event.string("type").orElse(""));
        }
    }

    private static final class Known implements Queries {
        @Override
        public boolean userExists(UserId user) {
            return user.localpart().equals("ghost_a/b+c");
        }

        @Override
        public boolean aliasExists(RoomAlias alias) {
            return alias.localpart().equals("ghost_#room");
        }
    }

    private static final class Networks implements ThirdParty {
        @Override
        public Optional<JsonObject> protocol(String name) {
            return name.equals("irc") ? Optional.of(IRC) : Optional.empty();
        }

        @Override
        public List<JsonObject> locations(String protocol, Map<String, String> fields) {
            return List.of(JsonObject.of("protocol", protocol, "fields", fields));
        }

        @Override
        public List<JsonObject> usersOf(String userId) {
            return userId.equals("@ghost_a:test")
                    ? List.of(JsonObject.of("userid", userId))
                    : List.of();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/_matrix/app/v1/transactions/1", "/transactions/1"})
    void transaction_byNewAndOldPath_isHeard(String path) throws Exception {
        HttpResponse<String> answer = put(path, "{\"events\": [" + EVENT + "]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        Awaiting.until("the event", () -> heard.equals(List.of("$1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ephemeral", "de.sorunome.msc2409.ephemeral"})
    void transaction_withEphemeralByEitherName_isHeard(String name) throws Exception {
        put(
                "/_matrix/app/v1/transactions/1",
                "{\"events\": [], \"" + name + "\": [{\"type\": \"m.typing\"}]}");

        Awaiting.until("typing", () -> heard.equals(List.of("m.typing")));
    }

    @ParameterizedTest
    @CsvSource({
        "/_matrix/app/v1/users/%40ghost_a%2Fb%2Bc%3Atest, 200",
        "/users/@ghost_a%2Fb+c:test, 200",
        "/_matrix/app/v1/users/@ghost_b:test, 404",
        "/_matrix/app/v1/rooms/%23ghost_%23room%3Atest, 200",
        "/rooms/%23ghost_%23room:test, 200",
        "/rooms/%23ghost_other:test, 404",
        "/rooms/nonsense, 404",
        "/_matrix/app/v1/thirdparty/protocol/irc, 200",
        "/_matrix/app/unstable/thirdparty/protocol/irc, 200",
        "/_matrix/app/v1/thirdparty/protocol/icq, 404",
        "/_matrix/app/v1/thirdparty/user?userid=@ghost_a:test, 200",
        "/_matrix/app/v1/thirdparty/user?userid=@other:test, 404",
        "/_matrix/app/v1/thirdparty/user, 400",
        "/_matrix/app/v1/nonsense, 404",
        "/thirdparty/protocol/irc, 404",
        "/, 404",
        "/_matrix/app/v1/ping, 405"
    })
    void query_isAnswered(String path, int status) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(status);
    }

    @Test
    void unknownPathAndMethod_areUnrecognized() throws Exception {
        assertThat(code(get("/_matrix/app/v1/nonsense"))).isEqualTo("M_UNRECOGNIZED");
        assertThat(code(get("/_matrix/app/v1/transactions/1"))).isEqualTo("M_UNRECOGNIZED");
    }

    @Test
    void locations_haveTheFieldsOfTheQueryWithoutTheToken() throws Exception {
        HttpResponse<String> answer =
                get(
                        "/_matrix/app/v1/thirdparty/location/irc?channel=%23a%20b&access_token="
                                + token);

        assertThat(Json.parse(answer.body()))
                .isEqualTo(
                        Json.parse("[{\"protocol\":\"irc\",\"fields\":{\"channel\":\"#a b\"}}]"));
    }

    @Test
    void ping_byTheHomeserver_isAnswered() {
        test.connect();

        assertThat(test.service().ping()).isPositive();
    }

    @Test
    void request_withoutToken_isRefused() throws Exception {
        HttpResponse<String> answer = send(request("/users/@a:test", "").GET());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(code(answer)).isEqualTo("M_MISSING_TOKEN");
    }

    @Test
    void request_withTheTokenInTheQueryOnly_isAnswered() throws Exception {
        String path = "/rooms/%23ghost_%23room:test?access_token=" + token;

        assertThat(send(request(path, "").GET()).statusCode()).isEqualTo(200);
    }

    @Test
    void request_withOneWrongToken_isForbidden() throws Exception {
        String path = "/rooms/%23ghost_%23room:test";

        assertThat(code(send(request(path, "Bearer wrong").GET()))).isEqualTo("M_FORBIDDEN");
        assertThat(code(get(path + "?access_token=wrong"))).isEqualTo("M_FORBIDDEN");
        assertThat(code(send(request(path + "?access_token=" + token, "Basic x").GET())))
                .isEqualTo("M_FORBIDDEN");
    }

    @Test
    void transaction_thatIsNone_isRefused() throws Exception {
        assertThat(code(put("/transactions/1", "{"))).isEqualTo("M_NOT_JSON");
        assertThat(code(put("/transactions/1", "[]"))).isEqualTo("M_BAD_JSON");
        assertThat(code(put("/transactions/1", "{}"))).isEqualTo("M_BAD_JSON");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path, "Bearer " + token).GET());
    }

    private HttpResponse<String> put(String path, String body) throws Exception {
        return send(
                request(path, "Bearer " + token).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path, String authorization) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + test.service().port() + path));
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String code(HttpResponse<String> answer) {
        return Json.parseObject(answer.body()).string("errcode").orElse("");
    }
}

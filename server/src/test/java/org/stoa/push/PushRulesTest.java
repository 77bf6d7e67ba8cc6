package org.stoa.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PushRulesTest {
    private static final String R0 = "/_matrix/client/r0";
    private static final String API_V1 = "/_matrix/client/api/v1";
    private static final JsonObject QUIET = json("{'actions':[]}");

    private final TestServer server = TestServer.start();
    private int users;

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void put_withoutPlace_isTheMostImportantOfTheOwn() {
        TestClient alice = user();

        alice.put("/pushrules/global/override/first", QUIET).ok();
        alice.put("/pushrules/global/override/second", QUIET).ok();

        assertThat(ids(alice, "override"))
                .startsWith(".m.rule.master", "second", "first", ".m.rule.suppress_notices");
    }

    @Test
    void put_beforeOrAfter_standsNextToTheOther() {
        TestClient alice = user();
        for (String id : List.of("c", "b", "a")) {
            alice.put("/pushrules/global/room/{}", QUIET, id).ok();
        }

        alice.put("/pushrules/global/room/d?before=b", QUIET).ok();
        alice.put("/pushrules/global/room/e?after=b", QUIET).ok();
        alice.put("/pushrules/global/room/a?before=c&after=d", QUIET).ok();

        assertThat(ids(alice, "room")).containsExactly("d", "b", "e", "a", "c");
    }

    @ParameterizedTest
    @CsvSource({
        "override/.mine, {}, 400 M_INVALID_PARAM",
        "override/a%2Fb, '{\"actions\":[]}', 400 M_INVALID_PARAM",
        "override/a%5Cb, '{\"actions\":[]}', 400 M_INVALID_PARAM",
        "strange/a, '{\"actions\":[]}', 400 M_INVALID_PARAM",
        "override/a, {}, 400 M_MISSING_PARAM",
        "override/a, '{\"actions\":7}', 400 M_BAD_JSON",
        "override/a, '{\"actions\":[7]}', 400 M_BAD_JSON",
        "override/a, '{\"actions\":[],\"conditions\":{}}', 400 M_BAD_JSON",
        "content/a, '{\"actions\":[]}', 400 M_MISSING_PARAM",
        "override/a?before=b, '{\"actions\":[]}', 400 M_UNKNOWN",
        "override/a?after=.m.rule.master, '{\"actions\":[]}', 400 M_UNKNOWN",
        "override/a/actions, '{\"actions\":[]}', 404 M_NOT_FOUND",
        "override/a/actions, {}, 400 M_MISSING_PARAM",
        "override/a/enabled, '{\"enabled\":true}', 404 M_NOT_FOUND",
        "override/.m.rule.contains_display_name/enabled, '{\"enabled\":true}', 404 M_NOT_FOUND",
        "override/.m.rule.master/enabled, '{\"enabled\":1}', 400 M_BAD_JSON",
        "override/.m.rule.master/enabled, {}, 400 M_MISSING_PARAM"
    })
    void put_wrong_isRefused(String path, String body, String error) {
        TestClient alice = user();
        String target = "/_matrix/client/v3/pushrules/global/" + path;

        String answered = alice.exchange("PUT", target, Map.of(), body.getBytes(UTF_8)).error();

        assertThat(answered).isEqualTo(error);
    }

    @Test
    void rules_thatGetTooLong_areRefusedWhereverTheyGrow() {
        TestClient alice = user();
        JsonObject half = sound("x".repeat(260_000));
        alice.put("/pushrules/global/room/a", half).ok();
        alice.put("/pushrules/global/room/b", QUIET).ok();

        assertThat(alice.put("/pushrules/global/room/c", half).error()).isEqualTo("400 M_UNKNOWN");
        assertThat(alice.put("/pushrules/global/room/b/actions", half).error())
                .isEqualTo("400 M_UNKNOWN");
        assertThat(alice.put("/pushrules/global/override/.m.rule.master/actions", half).error())
                .isEqualTo("400 M_UNKNOWN");
        alice.put("/pushrules/global/room/b/actions", sound("ding")).ok();
    }

    private static JsonObject sound(String name) {
        return JsonObject.of(
                "actions", JsonArray.of(JsonObject.of("set_tweak", "sound", "value", name)));
    }

    @Test
    void delete_unknownOrOfTheServer_isNotFound() {
        TestClient alice = user();

        assertThat(alice.delete("/pushrules/global/room/x").error()).isEqualTo("404 M_NOT_FOUND");
        assertThat(alice.delete("/pushrules/global/override/.m.rule.master").error())
                .isEqualTo("404 M_NOT_FOUND");
    }

    @Test
    void put_again_keepsPlaceAndWhetherEnabled() {
        TestClient alice = user();
        alice.put("/pushrules/global/sender/x", QUIET).ok();
        alice.put("/pushrules/global/sender/y", QUIET).ok();
        alice.put("/pushrules/global/sender/x/enabled", json("{'enabled':false}")).ok();

        alice.put("/pushrules/global/sender/x", json("{'actions':['notify','dont_notify']}")).ok();

        assertThat(ids(alice, "sender")).containsExactly("y", "x");
        assertThat(alice.get("/pushrules/global/sender/x").ok())
                .isEqualTo(
                        json(
                                "{'rule_id':'x','default':false,'enabled':false,'actions':['notify','dont_notify']}"));
    }

    @Test
    void rule_ofAnUnknownKind_isNotFound() {
        TestClient alice = user();

        assertThat(alice.get("/pushrules/global/strange/x").error()).isEqualTo("404 M_NOT_FOUND");
        assertThat(alice.delete("/pushrules/global/strange/x").error())
                .isEqualTo("404 M_NOT_FOUND");
        assertThat(
                        alice.put("/pushrules/global/strange/x/enabled", json("{'enabled':true}"))
                                .error())
                .isEqualTo("404 M_NOT_FOUND");
    }

    @Test
    void changes_throughOldPaths_areTheSame() {
        TestClient alice = user();

        alice.put(R0 + "/pushrules/global/room/!r:x", QUIET).ok();
        alice.ask("PUT", API_V1 + "/pushrules/global/room/!r:x/enabled", "false".getBytes(UTF_8))
                .ok();
        alice.put(R0 + "/pushrules/global/room/!r:x/actions", json("{'actions':['notify']}")).ok();

        assertThat(alice.get(API_V1 + "/pushrules/global/room/!r:x").ok())
                .isEqualTo(
                        json(
                                "{'rule_id':'!r:x','default':false,'enabled':false,'actions':['notify']}"));
        alice.delete(API_V1 + "/pushrules/global/room/!r:x").ok();
        assertThat(ids(alice, "room")).isEmpty();
    }

    @Test
    void change_whileSyncing_comesAsAccountData() {
        TestClient alice = user();
        String since = alice.sync().string("next_batch").orElseThrow();
        alice.put("/pushrules/global/room/x", QUIET).ok();

        JsonObject synced = alice.get("/sync?since={}", since).ok();
        alice.put("/pushrules/global/room/x", QUIET).ok();
        JsonObject after =
                alice.get("/sync?since={}", synced.string("next_batch").orElseThrow()).ok();

        JsonObject all = alice.get("/pushrules/").ok();
        assertThat(synced.object("account_data").orElseThrow().array("events").orElseThrow())
                .containsExactly(JsonObject.of("type", "m.push_rules", "content", all));
        assertThat(after.object("account_data").orElseThrow().array("events").orElseThrow())
                .isEmpty();
    }

    @Test
    void accountData_pushRules_cannotBeSet() {
        TestClient alice = user();

        String error =
                alice.put("/user/{}/account_data/m.push_rules", json("{'global':{}}"), alice.id())
                        .error();

        assertThat(error).isEqualTo("405 M_BAD_JSON");
    }

    @Test
    void changes_atOnce_areAllKept() throws InterruptedException, ExecutionException {
        TestClient alice = user();
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                String id = "rule" + i;
                running.add(
                        threads.submit(
                                () -> alice.put("/pushrules/global/room/{}", QUIET, id).ok()));
            }
        }
        for (Future<?> put : running) {
            put.get();
        }

        assertThat(ids(alice, "room")).hasSize(40).doesNotHaveDuplicates();
    }

    private TestClient user() {
        return server.register("user" + users++);
    }

    private static List<String> ids(TestClient client, String kind) {
        return client.get("/pushrules/global/").ok().array(kind).orElseThrow().objects().stream()
                .map(rule -> rule.string("rule_id").orElseThrow())
                .toList();
    }
}

package org.stoa.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Proofs of the operations on account data, tags, filters and push rules.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UserDataOperationsTest {
    private static final String MSC3391 = "/_matrix/client/unstable/org.matrix.msc3391";

    private final TestServer server = TestServer.start();

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    @Proves({"setAccountData", "getAccountData"})
    void accountData_set_isReadAndSynced() {
        TestClient alice = server.register("keeper");
        JsonObject content = json("{'theme':{'dark':true,'size':3}}");

        alice.put("/user/{}/account_data/{}", content, alice.id(), "org.example.look").ok();

        assertThat(alice.get("/user/{}/account_data/{}", alice.id(), "org.example.look").ok())
                .isEqualTo(content);
        assertThat(
                        alice.sync()
                                .object("account_data")
                                .orElseThrow()
                                .array("events")
                                .orElseThrow()
                                .objects())
                .contains(JsonObject.of("type", "org.example.look", "content", content));
    }

    @Test
    @Proves({"setAccountDataPerRoom", "getAccountDataPerRoom"})
    void roomAccountData_set_isReadAndSynced() {
        TestClient alice = server.register("room-keeper");
        String room = alice.createRoom();
        JsonObject content = json("{'colour':'green'}");

        alice.put(
                        "/user/{}/rooms/{}/account_data/{}",
                        content,
                        alice.id(),
                        room,
                        "org.example.room")
                .ok();

        assertThat(
                        alice.get(
                                        "/user/{}/rooms/{}/account_data/{}",
                                        alice.id(),
                                        room,
                                        "org.example.room")
                                .ok())
                .isEqualTo(content);
        assertThat(TestClient.events(alice.sync(), room, "account_data"))
                .contains(JsonObject.of("type", "org.example.room", "content", content));
    }

    @Test
    @Proves({"setRoomTag", "getRoomTags", "deleteRoomTag"})
    void tag_setAndDeleted_isAsSet() {
        TestClient alice = server.register("tagger");
        String room = alice.createRoom();

        alice.put(
                        "/user/{}/rooms/{}/tags/{}",
                        json("{'order':0.25}"),
                        alice.id(),
                        room,
                        "m.favourite")
                .ok();
        alice.put("/user/{}/rooms/{}/tags/{}", JsonObject.EMPTY, alice.id(), room, "u.work").ok();

        JsonObject both = json("{'tags':{'m.favourite':{'order':0.25},'u.work':{}}}");
        assertThat(alice.get("/user/{}/rooms/{}/tags", alice.id(), room).ok()).isEqualTo(both);
        assertThat(TestClient.events(alice.sync(), room, "account_data"))
                .contains(JsonObject.of("type", "m.tag", "content", both));

        alice.delete("/user/{}/rooms/{}/tags/{}", alice.id(), room, "u.work").ok();
        assertThat(alice.get("/user/{}/rooms/{}/tags", alice.id(), room).ok())
                .isEqualTo(json("{'tags':{'m.favourite':{'order':0.25}}}"));
    }

    @Test
    @Proves({"defineFilter", "getFilter"})
    void filter_defined_isReadAndUsed() {
        TestClient alice = server.register("filterer");
        String room = alice.createRoom();
        alice.say(room, "one");
        alice.say(room, "two");
        JsonObject filter = json("{'room':{'timeline':{'limit':1,'types':['m.room.message']}}}");

        String id = alice.post("/user/{}/filter", filter, alice.id()).string("filter_id");

        assertThat(alice.get("/user/{}/filter/{}", alice.id(), id).ok()).isEqualTo(filter);
        assertThat(TestClient.timeline(alice.get("/sync?filter={}", id).ok(), room)).hasSize(1);
    }

    @Test
    @Proves({
        "getPushRules",
        "getPushRulesGlobal",
        "getPushRule",
        "getPushRuleActions",
        "isPushRuleEnabled"
    })
    void pushRules_ofANewAccount_areTheDefaults() {
        TestClient alice = server.register("rules");

        JsonObject global = alice.get("/pushrules/").ok().object("global").orElseThrow();

        assertThat(global.array("override").orElseThrow().objects())
                .extracting(rule -> rule.string("rule_id").orElseThrow())
                .startsWith(".m.rule.master")
                .contains(".m.rule.is_user_mention");
        assertThat(global.names()).contains("content", "room", "sender", "underride");
        assertThat(alice.get("/pushrules/global/").ok()).isEqualTo(global);
        JsonObject master = global.array("override").orElseThrow().objects().getFirst();
        String path = "/pushrules/global/override/.m.rule.master";
        assertThat(alice.get(path).ok()).isEqualTo(master);
        assertThat(alice.get(path + "/actions").ok()).isEqualTo(json("{'actions':[]}"));
        assertThat(alice.get(path + "/enabled").ok()).isEqualTo(json("{'enabled':false}"));
    }

    @Test
    @Proves({"setPushRule", "deletePushRule"})
    void pushRule_made_isReadSyncedAndDeleted() {
        TestClient alice = server.register("rule-maker");
        String path = "/pushrules/global/content/cake";
        JsonObject rule = json("{'pattern':'cake*lie','actions':['notify']}");

        alice.put(path, rule).ok();

        JsonObject stored =
                json(
                        "{'rule_id':'cake','default':false,'enabled':true,'actions':['notify'],'pattern':'cake*lie'}");
        assertThat(alice.get(path).ok()).isEqualTo(stored);
        assertThat(syncedRules(alice).array("content").orElseThrow().objects())
                .containsExactly(stored);

        alice.delete(path).ok();

        assertThat(alice.get(path).error()).isEqualTo("404 M_NOT_FOUND");
        assertThat(syncedRules(alice).array("content").orElseThrow().objects()).isEmpty();
    }

    @Test
    @Proves({"setPushRuleActions", "setPushRuleEnabled"})
    void pushRule_ofTheServer_isChanged() {
        TestClient alice = server.register("rule-changer");
        String path = "/pushrules/global/underride/.m.rule.message";

        alice.put(path + "/actions", json("{'actions':[]}")).ok();
        alice.put(path + "/enabled", json("{'enabled':false}")).ok();

        assertThat(alice.get(path + "/actions").ok()).isEqualTo(json("{'actions':[]}"));
        assertThat(alice.get(path + "/enabled").ok()).isEqualTo(json("{'enabled':false}"));
    }

    private static JsonObject syncedRules(TestClient client) {
        return client
                .sync()
                .object("account_data")
                .orElseThrow()
                .array("events")
                .orElseThrow()
                .objects()
                .stream()
                .filter(event -> event.string("type").orElseThrow().equals("m.push_rules"))
                .findFirst()
                .flatMap(event -> event.object("content"))
                .flatMap(content -> content.object("global"))
                .orElseThrow();
    }

    @Test
    void accountData_removed_isGoneAndSyncedAsEmpty() {
        TestClient alice = server.register("remover");
        String path = "/user/{}/account_data/org.example.gone";
        alice.put(path, json("{'n':1}"), alice.id()).ok();
        alice.put("/user/{}/account_data/org.example.kept", json("{'n':1}"), alice.id()).ok();
        String since = alice.sync().string("next_batch").orElseThrow();

        alice.delete(MSC3391 + path, alice.id()).ok();
        alice.delete(MSC3391 + path, alice.id()).ok();

        assertThat(alice.get(path, alice.id()).error()).isEqualTo("404 M_NOT_FOUND");
        assertThat(globalData(alice.get("/sync?since={}", since).ok()))
                .containsExactly(
                        JsonObject.of("type", "org.example.gone", "content", JsonObject.EMPTY));
        assertThat(globalData(alice.sync()))
                .extracting(event -> event.string("type").orElseThrow())
                .contains("org.example.kept")
                .doesNotContain("org.example.gone");
    }

    @Test
    void roomAccountData_removed_isGoneAndSyncedAsEmpty() {
        TestClient alice = server.register("room-remover");
        String room = alice.createRoom();
        String path = "/user/{}/rooms/{}/account_data/org.example.gone";
        alice.put(path, json("{'n':1}"), alice.id(), room).ok();
        String since = alice.sync().string("next_batch").orElseThrow();

        alice.delete(MSC3391 + path, alice.id(), room).ok();

        assertThat(alice.get(path, alice.id(), room).error()).isEqualTo("404 M_NOT_FOUND");
        assertThat(TestClient.events(alice.get("/sync?since={}", since).ok(), room, "account_data"))
                .containsExactly(
                        JsonObject.of("type", "org.example.gone", "content", JsonObject.EMPTY));
        assertThat(TestClient.events(alice.sync(), room, "account_data")).isEmpty();
    }

    @Test
    void accountData_removedAndSetToNothing_isThereAgain() {
        TestClient alice = server.register("emptier");
        String path = "/user/{}/account_data/org.example.empty";
        JsonObject event = JsonObject.of("type", "org.example.empty", "content", JsonObject.EMPTY);
        alice.put(path, json("{'n':1}"), alice.id()).ok();
        alice.delete(MSC3391 + path, alice.id()).ok();

        alice.put(path, JsonObject.EMPTY, alice.id()).ok();

        assertThat(alice.get(path, alice.id()).ok()).isEqualTo(JsonObject.EMPTY);
        assertThat(globalData(alice.sync())).contains(event);
    }

    @Test
    void accountData_removedOfOthersOrTheServer_isRefused() {
        TestClient alice = server.register("careful-remover");

        assertThat(
                        alice.delete(MSC3391 + "/user/@other:localhost/account_data/org.example.x")
                                .error())
                .isEqualTo("403 M_FORBIDDEN");
        assertThat(alice.delete(MSC3391 + "/user/{}/account_data/m.push_rules", alice.id()).error())
                .isEqualTo("405 M_BAD_JSON");
    }

    private static List<JsonObject> globalData(JsonObject sync) {
        return sync.object("account_data").orElseThrow().array("events").orElseThrow().objects();
    }
}

package org.stoa.rooms.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InvitePermissionTest {
    private static final String STABLE = "m.invite_permission_config";
    private static final String LISTS = "org.matrix.msc4155.invite_permission_config";
    private static final JsonObject BLOCK = json("{'default_action':'block'}");

    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private int users;

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void invite_ofWhoBlocksAll_isRefusedOnEveryWay() {
        TestClient bob = user(STABLE, BLOCK);
        String room = alice.createRoom();

        assertThat(invite(room, bob)).isEqualTo("403 M_INVITE_BLOCKED");
        assertThat(
                        alice.put(
                                        "/rooms/{}/state/m.room.member/{}",
                                        json("{'membership':'invite'}"),
                                        room,
                                        bob.id())
                                .error())
                .isEqualTo("403 M_INVITE_BLOCKED");
        assertThat(alice.post("/createRoom", json("{'invite':['" + bob.id() + "']}")).error())
                .isEqualTo("403 M_INVITE_BLOCKED");
        assertThat(alice.get("/rooms/{}/state/m.room.member/{}", room, bob.id()).error())
                .isEqualTo("404 M_NOT_FOUND");
    }

    @Test
    void invite_fromBeforeTheBlock_isHiddenUntilItIsLifted() {
        TestClient bob = user(STABLE, JsonObject.EMPTY);
        String room = alice.createRoom();
        alice.invite(room, bob);

        set(bob, STABLE, BLOCK);
        Set<String> blocked = invites(bob);
        set(bob, STABLE, json("{'other':1}"));

        assertThat(blocked).isEmpty();
        assertThat(invites(bob)).containsExactly(room);
        assertThat(alice.get("/rooms/{}/state/m.room.member/{}", room, bob.id()).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{} | ALLOW",
                "{'blocked_users':['@alice:localhost']} | BLOCK",
                "{'blocked_users':['@ali?e:*']} | BLOCK",
                "{'blocked_users':['@alice'],'ignored_servers':['other']} | ALLOW",
                "{'blocked_servers':['local*']} | BLOCK",
                "{'ignored_users':['@alice:localhost']} | IGNORE",
                "{'ignored_servers':['localhost'],'blocked_servers':['*']} | IGNORE",
                "{'allowed_users':['@alice:localhost'],'blocked_servers':['*']} | ALLOW",
                "{'allowed_servers':['localhost'],'ignored_users':['@alice:localhost']} | IGNORE",
                "{'allowed_servers':['localhost'],'blocked_users':['@alice:localhost']} | BLOCK",
                "{'allowed_users':null,'ignored_users':null,'blocked_servers':null} | ALLOW"
            })
    void invite_byTheListsOfTheProposal_isAllowedIgnoredOrBlocked(String lists, String verdict) {
        TestClient bob = user(LISTS, json(lists));
        String room = alice.createRoom();

        boolean refused = invite(room, bob).equals("403 M_INVITE_BLOCKED");

        assertThat(refused).isEqualTo(verdict.equals("BLOCK"));
        assertThat(invites(bob).contains(room)).isEqualTo(verdict.equals("ALLOW"));
    }

    private TestClient user(String type, JsonObject content) {
        TestClient user = server.register("invited-" + users++);
        set(user, type, content);
        return user;
    }

    private static void set(TestClient user, String type, JsonObject content) {
        user.put("/user/{}/account_data/{}", content, user.id(), type).ok();
    }

    /// The error, or the status when there is none.
    private String invite(String room, TestClient bob) {
        var answer = alice.post("/rooms/{}/invite", JsonObject.of("user_id", bob.id()), room);
        return answer.status() == 200 ? "200" : answer.error();
    }

    private static Set<String> invites(TestClient user) {
        return user.sync()
                .object("rooms")
                .flatMap(rooms -> rooms.object("invite"))
                .map(JsonObject::names)
                .orElse(Set.of());
    }
}

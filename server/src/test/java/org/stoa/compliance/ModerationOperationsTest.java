package org.stoa.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Proofs of what administrators do about accounts, and of what is left to the users.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModerationOperationsTest {
    private static final String LOCK = "/_matrix/client/v1/admin/lock/{}";
    private static final String SUSPEND = "/_matrix/client/v1/admin/suspend/{}";

    private final TestServer server = TestServer.start();
    private final TestClient admin = server.register("admin");

    ModerationOperationsTest() {
        server.homeserver().accounts().admin().setAdmin("admin", true);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    @Proves({"getAdminLockUser", "setAdminLockUser"})
    void lockedUser_untilUnlocked_canOnlyLogOut() {
        TestClient alice = server.register("lockable");
        TestClient other = alice.loginAgain();
        assertThat(admin.get(LOCK, alice.id()).ok()).isEqualTo(json("{'locked':false}"));

        admin.put(LOCK, json("{'locked':true}"), alice.id()).ok();

        assertThat(admin.get(LOCK, alice.id()).ok()).isEqualTo(json("{'locked':true}"));
        assertThat(alice.get("/sync?timeout=0").error()).isEqualTo("401 M_USER_LOCKED");
        assertThat(alice.get("/sync?timeout=0").with(401).bool("soft_logout")).contains(true);
        other.post("/logout", JsonObject.EMPTY).ok();
        admin.put(LOCK, json("{'locked':false}"), alice.id()).ok();
        alice.sync();
        assertThat(other.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    }

    @Test
    @Proves({"getAdminSuspendUser", "setAdminSuspendUser"})
    void suspendedUser_untilReleased_readsAndLeavesButDoesNotTakePart() {
        TestClient alice = server.register("suspendable");
        TestClient bob = server.register("host");
        String room = bob.createRoomWith(alice);
        String invited = bob.createRoom();
        bob.invite(invited, alice);
        String said = alice.say(room, "mine");
        String alsoSaid = alice.say(room, "mine too");

        assertThat(admin.put(SUSPEND, json("{'suspended':true}"), alice.id()).ok())
                .isEqualTo(json("{'suspended':true}"));

        assertThat(admin.get(SUSPEND, alice.id()).ok()).isEqualTo(json("{'suspended':true}"));
        assertForbidden(alice, room, invited, bob.say(room, "his"));
        assertThat(TestClient.timeline(alice.sync(), room))
                .extracting(event -> event.object("content").orElseThrow().string("body"))
                .contains(Optional.of("his"));
        alice.put("/rooms/{}/redact/{}/t", JsonObject.EMPTY, room, said).ok();
        alice.put("/rooms/{}/send/m.room.redaction/t2", JsonObject.of("redacts", alsoSaid), room)
                .ok();
        alice.loginAgain().get("/rooms/{}/event/{}", room, alsoSaid).ok();
        alice.put("/pushrules/global/room/{}", json("{'actions':[]}"), room).ok();
        alice.put("/user/{}/account_data/org.example.a", json("{'a':1}"), alice.id()).ok();
        alice.post("/publicRooms", JsonObject.EMPTY).ok();
        alice.post("/rooms/{}/leave", JsonObject.EMPTY, invited).ok();
        alice.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();

        admin.put(SUSPEND, json("{'suspended':false}"), alice.id()).ok();
        bob.invite(room, alice);
        alice.join(room);
    }

    private static void assertForbidden(
            TestClient alice, String room, String invited, String others) {
        JsonObject message = json("{'msgtype':'m.text','body':'hi'}");
        assertThat(alice.put("/rooms/{}/send/m.room.message/x", message, room).error())
                .isEqualTo("403 M_USER_SUSPENDED");
        assertThat(alice.put("/rooms/{}/redact/{}/y", JsonObject.EMPTY, room, others).error())
                .isEqualTo("403 M_USER_SUSPENDED");
        assertThat(alice.post("/join/{}", JsonObject.EMPTY, invited).error())
                .isEqualTo("403 M_USER_SUSPENDED");
        assertThat(alice.post("/createRoom", JsonObject.EMPTY).error())
                .isEqualTo("403 M_USER_SUSPENDED");
        assertThat(
                        alice.put(
                                        "/profile/{}/displayname",
                                        json("{'displayname':'A'}"),
                                        alice.id())
                                .error())
                .isEqualTo("403 M_USER_SUSPENDED");
    }

    @Test
    void restriction_ofWhomItMayNotBe_isRefused() {
        TestClient alice = server.register("ordinary");
        server.register("second-admin");
        server.homeserver().accounts().admin().setAdmin("second-admin", true);
        server.register("closed");
        server.homeserver().accounts().admin().deactivate("closed", false);
        JsonObject on = json("{'locked':true}");

        assertThat(alice.put(LOCK, on, "@nobody:localhost").error()).isEqualTo("403 M_FORBIDDEN");
        assertThat(alice.get(LOCK, alice.id()).error()).isEqualTo("403 M_FORBIDDEN");
        assertThat(admin.put(LOCK, on, admin.id()).error()).isEqualTo("403 M_FORBIDDEN");
        assertThat(admin.get(LOCK, admin.id()).ok()).isEqualTo(json("{'locked':false}"));
        assertThat(admin.put(LOCK, on, "@second-admin:localhost").error())
                .isEqualTo("403 M_FORBIDDEN");
        assertThat(admin.get(LOCK, "@second-admin:localhost").error()).isEqualTo("403 M_FORBIDDEN");
        assertThat(admin.put(LOCK, on, "@alice:example.org").error())
                .isEqualTo("400 M_INVALID_PARAM");
        assertThat(admin.put(LOCK, on, "@nobody:localhost").error()).isEqualTo("404 M_NOT_FOUND");
        assertThat(admin.put(LOCK, on, "@closed:localhost").error()).isEqualTo("404 M_NOT_FOUND");
        assertThat(admin.put(LOCK, JsonObject.EMPTY, alice.id()).error())
                .isEqualTo("400 M_MISSING_PARAM");
        assertThat(admin.put(LOCK, json("{'locked':1}"), alice.id()).error())
                .isEqualTo("400 M_BAD_JSON");
    }

    @Test
    void capability_ofModeration_isToldToAdministratorsOnly() {
        TestClient alice = server.register("incapable");

        assertThat(capabilities(admin).object("m.account_moderation"))
                .contains(json("{'suspend':true,'lock':true}"));
        assertThat(capabilities(alice).has("m.account_moderation")).isFalse();
    }

    @Test
    @Proves("getWhoIs")
    void whois_ofAUser_namesTheDevicesToTheUserAndAdministrators() {
        TestClient alice = server.register("seen");
        TestClient second = alice.loginAgain();
        alice.get("/account/whoami").ok();
        server.homeserver().accounts().cleanup().run();

        JsonObject answer = admin.get("/admin/whois/{}", alice.id()).ok();

        JsonObject devices = answer.object("devices").orElseThrow();
        assertThat(answer.string("user_id")).contains(alice.id());
        assertThat(devices.names()).containsExactlyInAnyOrder(alice.deviceId(), second.deviceId());
        assertThat(connection(devices, alice.deviceId()).integer("last_seen"))
                .hasValue(server.time().millis());
        assertThat(devices.object(second.deviceId()).orElseThrow())
                .isEqualTo(json("{'sessions':[{'connections':[]}]}"));
        assertThat(alice.get("/admin/whois/{}", alice.id()).ok()).isEqualTo(answer);
        assertThat(alice.get("/admin/whois/{}", admin.id()).error()).isEqualTo("403 M_FORBIDDEN");
    }

    private static JsonObject connection(JsonObject devices, String device) {
        return devices.object(device)
                .flatMap(of -> of.array("sessions"))
                .map(sessions -> sessions.objects().getFirst())
                .flatMap(session -> session.array("connections"))
                .map(connections -> connections.objects().getFirst())
                .orElseThrow();
    }

    private static JsonObject capabilities(TestClient client) {
        return client.get("/capabilities").ok().object("capabilities").orElseThrow();
    }
}

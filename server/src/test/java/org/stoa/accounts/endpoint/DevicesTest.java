package org.stoa.accounts.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.stoa.accounts.AccountsHooks;
import org.stoa.accounts.AccountsServer;
import org.stoa.accounts.NamespaceGuard;
import org.stoa.accounts.ProfileChanged;
import org.stoa.accounts.UserDeactivated;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Answer;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;

final class DevicesTest {

    @EachEngine
    @Proves({"getDevices", "getDevice", "updateDevice"})
    void device_whenNamed_showsTheName(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");

            alice.put("/devices/{}", json("{'display_name':'My phone'}"), alice.deviceId()).ok();

            assertThat(alice.get("/devices/{}", alice.deviceId()).ok())
                    .isEqualTo(device(alice, "'My phone'", "null", "null"));
            assertThat(alice.get("/devices").objects("devices"))
                    .containsExactly(device(alice, "'My phone'", "null", "null"));
        }
    }

    @EachEngine
    void device_whenUpdatedWithoutName_keepsIt(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            alice.put("/devices/{}", json("{'display_name':'My phone'}"), alice.deviceId()).ok();

            alice.put("/devices/{}", JsonObject.EMPTY, alice.deviceId()).ok();

            assertThat(alice.get("/devices/{}", alice.deviceId()).ok().string("display_name"))
                    .contains("My phone");
        }
    }

    @EachEngine
    void device_ofSomebodyElse_isNotFound(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            TestClient bob = server.client().register("bob");

            assertThat(bob.get("/devices/{}", alice.deviceId()).error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(bob.put("/devices/{}", JsonObject.EMPTY, alice.deviceId()).error())
                    .isEqualTo("404 M_NOT_FOUND");
        }
    }

    @EachEngine
    void device_inUse_showsWhenAndWhereItWasSeen(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            alice.get("/account/whoami").ok();
            long seen = server.time().millis();

            server.time().advance(Duration.ofMinutes(1));
            alice.get("/account/whoami").ok();
            server.module().cleanup().run();

            assertThat(alice.get("/devices/{}", alice.deviceId()).ok())
                    .isEqualTo(device(alice, "null", "'127.0.0.1'", Long.toString(seen)));
        }
    }

    @EachEngine
    @Proves("deleteDevice")
    void deleteDevice_withThePassword_endsItsSession(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            TestClient other = alice.loginAgain();

            JsonObject challenge = alice.delete("/devices/{}", other.deviceId()).with(401);
            alice.delete("/devices/{}", password(alice, challenge), other.deviceId()).ok();

            assertThat(challenge.without("session"))
                    .isEqualTo(json("{'flows':[{'stages':['m.login.password']}],'params':{}}"));
            assertThat(other.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(alice.get("/devices").objects("devices")).hasSize(1);
        }
    }

    @EachEngine
    void device_whenRemoved_takesItsNotificationSettingsAlong(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            TestClient other = alice.loginAgain();
            String settings =
                    "/user/{}/account_data/org.matrix.msc3890.local_notification_settings.{}";
            JsonObject silent = json("{'is_silenced':true}");
            alice.put(settings, silent, alice.id(), alice.deviceId()).ok();
            alice.put(settings, silent, alice.id(), other.deviceId()).ok();

            other.post("/logout", JsonObject.EMPTY).ok();

            assertThat(alice.get(settings, alice.id(), other.deviceId()).error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(alice.get(settings, alice.id(), alice.deviceId()).ok()).isEqualTo(silent);
        }
    }

    @EachEngine
    void deleteDevice_withWrongPassword_isRefusedAndMayBeTriedAgain(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            JsonObject challenge = alice.delete("/devices/{}", alice.deviceId()).with(401);

            Answer wrong =
                    alice.delete("/devices/{}", auth(alice.id(), "x", challenge), alice.deviceId());

            assertThat(wrong.error()).isEqualTo("401 M_FORBIDDEN");
            assertThat(wrong.with(401).string("session")).isEqualTo(challenge.string("session"));
            assertThat(
                            alice.delete(
                                            "/devices/{}",
                                            password(alice, challenge),
                                            alice.deviceId())
                                    .status())
                    .isEqualTo(200);
        }
    }

    @EachEngine
    void deleteDevice_withSomebodyElsesPassword_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            TestClient bob = server.client().register("bob");
            JsonObject challenge = alice.delete("/devices/{}", alice.deviceId()).with(401);

            Answer answer =
                    alice.delete(
                            "/devices/{}",
                            auth(bob.id(), TestClient.PASSWORD, challenge),
                            alice.deviceId());

            assertThat(answer.error()).isEqualTo("403 M_FORBIDDEN");
            assertThat(
                            alice.delete(
                                            "/devices/{}",
                                            password(alice, challenge),
                                            alice.deviceId())
                                    .status())
                    .isEqualTo(200);
        }
    }

    @EachEngine
    void deleteDevice_inTheSessionOfAnother_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            TestClient other = alice.loginAgain();
            TestClient bob = server.client().register("bob");
            JsonObject challenge = alice.delete("/devices/{}", other.deviceId()).with(401);

            assertThat(
                            alice.delete(
                                            "/devices/{}",
                                            password(alice, challenge),
                                            alice.deviceId())
                                    .error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(
                            bob.delete("/devices/{}", password(bob, challenge), other.deviceId())
                                    .error())
                    .isEqualTo("403 M_FORBIDDEN");
        }
    }

    @EachEngine
    void deleteDevice_thatIsNotThere_isDone(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            JsonObject challenge = alice.delete("/devices/NONE").with(401);

            assertThat(alice.delete("/devices/NONE", password(alice, challenge)).status())
                    .isEqualTo(200);
        }
    }

    @EachEngine
    @Proves("deleteDevices")
    void deleteDevices_withThePassword_endsTheirSessions(TestDatabase database) {
        List<String> removed = new ArrayList<>();
        var hooks =
                new AccountsHooks(
                        NamespaceGuard.NOTHING_RESERVED,
                        ProfileChanged.NOBODY,
                        (tx, user, deviceId) -> tx.onCommitted(() -> removed.add(deviceId)),
                        UserDeactivated.NOBODY);
        try (var server = AccountsServer.start(database, AccountsServer.config(), hooks)) {
            TestClient alice = server.client().register("alice");
            TestClient second = alice.loginAgain();
            TestClient third = alice.loginAgain();
            JsonObject body =
                    JsonObject.of(
                            "devices",
                            JsonArray.ofStrings(
                                    List.of(second.deviceId(), third.deviceId(), "NONE")));

            JsonObject challenge = alice.post("/delete_devices", body).with(401);
            alice.post("/delete_devices", password(alice, challenge)).ok();

            assertThat(second.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(third.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(alice.get("/devices").objects("devices")).hasSize(1);
            assertThat(removed).containsExactly(second.deviceId(), third.deviceId());
        }
    }

    @EachEngine
    void deleteDevices_withoutList_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");

            assertThat(alice.post("/delete_devices", JsonObject.EMPTY).error())
                    .isEqualTo("400 M_MISSING_PARAM");
            assertThat(alice.post("/delete_devices", json("{'devices':[1]}")).error())
                    .isEqualTo("400 M_BAD_JSON");
        }
    }

    @EachEngine
    void deleteDevices_whenTheBodyChangesAfterAStage_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            JsonObject challenge =
                    alice.post("/delete_devices", json("{'devices':['A']}")).with(401);
            String session = challenge.string("session").orElseThrow();
            alice.post(
                            "/auth/m.login.password/fallback/web?session={}",
                            JsonObject.of("user", alice.id(), "password", TestClient.PASSWORD),
                            session)
                    .ok();
            JsonObject auth = JsonObject.of("session", session);

            Answer changed =
                    alice.post("/delete_devices", json("{'devices':['B']}").with("auth", auth));
            Answer same = alice.post("/delete_devices", JsonObject.of("auth", auth));

            assertThat(changed.error()).isEqualTo("403 M_FORBIDDEN");
            assertThat(same.status()).isEqualTo(200);
        }
    }

    private static JsonObject password(TestClient client, JsonObject challenge) {
        return auth(client.id(), TestClient.PASSWORD, challenge);
    }

    private static JsonObject auth(String user, String password, JsonObject challenge) {
        return JsonObject.of(
                "auth",
                JsonObject.of(
                        "type",
                        "m.login.password",
                        "identifier",
                        JsonObject.of("type", "m.id.user", "user", user),
                        "password",
                        password,
                        "session",
                        challenge.string("session").orElseThrow()));
    }

    private static JsonObject device(TestClient of, String name, String ip, String seen) {
        return json(
                "{'device_id':'%s','display_name':%s,'last_seen_ip':%s,'last_seen_ts':%s}"
                        .formatted(of.deviceId(), name, ip, seen));
    }
}

package org.stoa.accounts.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.ArrayList;
import java.util.List;
import org.stoa.accounts.AccountsHooks;
import org.stoa.accounts.AccountsServer;
import org.stoa.accounts.DeviceRemoved;
import org.stoa.accounts.NamespaceGuard;
import org.stoa.accounts.UserDeactivated;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;

final class ProfileTest {

    @EachEngine
    @Proves({"setProfileField", "getProfileField", "getUserProfile"})
    void fields_whenSet_areSeenByEverybody(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            TestClient nobody = server.client();

            alice.put("/profile/{}/displayname", json("{'displayname':'Alice'}"), alice.id()).ok();
            alice.put(
                            "/profile/{}/avatar_url",
                            json("{'avatar_url':'mxc://localhost/a'}"),
                            alice.id())
                    .ok();
            alice.put(
                            "/profile/{}/org.example.job",
                            json("{'org.example.job':{'title':'x'}}"),
                            alice.id())
                    .ok();

            assertThat(nobody.get("/profile/{}", alice.id()).ok())
                    .isEqualTo(
                            json(
                                    "{'avatar_url':'mxc://localhost/a','displayname':'Alice',"
                                            + "'org.example.job':{'title':'x'}}"));
            assertThat(nobody.get("/profile/{}/displayname", alice.id()).ok())
                    .isEqualTo(json("{'displayname':'Alice'}"));
        }
    }

    @EachEngine
    void fields_overRestart_areStillThere(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            alice.put("/profile/{}/displayname", json("{'displayname':'Alice'}"), alice.id()).ok();
        }

        try (var server = AccountsServer.start(database)) {
            assertThat(server.client().get("/profile/@alice:localhost").ok())
                    .isEqualTo(json("{'displayname':'Alice'}"));
        }
    }

    @EachEngine
    @Proves("deleteProfileField")
    void field_whenDeletedOrEmptied_isGone(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            alice.put("/profile/{}/displayname", json("{'displayname':'Alice'}"), alice.id()).ok();
            alice.put(
                            "/profile/{}/avatar_url",
                            json("{'avatar_url':'mxc://localhost/a'}"),
                            alice.id())
                    .ok();

            alice.delete("/profile/{}/displayname", alice.id()).ok();
            alice.put("/profile/{}/avatar_url", json("{'avatar_url':''}"), alice.id()).ok();

            assertThat(alice.get("/profile/{}", alice.id()).ok()).isEqualTo(JsonObject.EMPTY);
            assertThat(alice.get("/profile/{}/displayname", alice.id()).error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(alice.delete("/profile/{}/displayname", alice.id()).status()).isEqualTo(200);
        }
    }

    @EachEngine
    void profile_ofUnknownOrRemoteUser_isNotFound(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient nobody = server.client();

            assertThat(nobody.get("/profile/@nobody:localhost").error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(nobody.get("/profile/@alice:example.org").error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(nobody.get("/profile/alice").error()).isEqualTo("400 M_INVALID_PARAM");
        }
    }

    @EachEngine
    void profile_ofSomebodyElse_cannotBeChanged(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            TestClient bob = server.client().register("bob");

            assertThat(
                            bob.put(
                                            "/profile/{}/displayname",
                                            json("{'displayname':'x'}"),
                                            alice.id())
                                    .error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(bob.delete("/profile/{}/displayname", alice.id()).error())
                    .isEqualTo("403 M_FORBIDDEN");
        }
    }

    @EachEngine
    void field_withWrongNameOrValue_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");

            assertThat(alice.put("/profile/{}/displayname", JsonObject.EMPTY, alice.id()).error())
                    .isEqualTo("400 M_MISSING_PARAM");
            assertThat(
                            alice.put(
                                            "/profile/{}/displayname",
                                            json("{'displayname':null}"),
                                            alice.id())
                                    .error())
                    .isEqualTo("400 M_INVALID_PARAM");
            assertThat(
                            alice.put("/profile/{}/Nonsense", json("{'Nonsense':1}"), alice.id())
                                    .error())
                    .isEqualTo("400 M_INVALID_PARAM");
        }
    }

    @EachEngine
    void profile_thatWouldGetTooLarge_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            String half = "x".repeat(33_000);

            alice.put("/profile/{}/org.example.a", JsonObject.of("org.example.a", half), alice.id())
                    .ok();

            assertThat(
                            alice.put(
                                            "/profile/{}/org.example.b",
                                            JsonObject.of("org.example.b", half),
                                            alice.id())
                                    .error())
                    .isEqualTo("400 M_PROFILE_TOO_LARGE");
        }
    }

    @EachEngine
    void guest_mayChangeTheDisplayNameOnly(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient guest =
                    server.client()
                            .as(
                                    server.client()
                                            .post("/register?kind=guest", JsonObject.EMPTY)
                                            .ok());

            guest.put("/profile/{}/displayname", json("{'displayname':'Visitor'}"), guest.id())
                    .ok();

            assertThat(guest.get("/profile/{}", guest.id()).ok())
                    .isEqualTo(json("{'displayname':'Visitor'}"));
            assertThat(
                            guest.put(
                                            "/profile/{}/avatar_url",
                                            json("{'avatar_url':'mxc://a/b'}"),
                                            guest.id())
                                    .error())
                    .isEqualTo("403 M_GUEST_ACCESS_FORBIDDEN");
        }
    }

    @EachEngine
    void suspendedUser_cannotChangeTheProfile(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            server.module().admin().setSuspended("alice", true);

            assertThat(
                            alice.put(
                                            "/profile/{}/displayname",
                                            json("{'displayname':'x'}"),
                                            alice.id())
                                    .error())
                    .isEqualTo("403 M_USER_SUSPENDED");
            assertThat(alice.get("/account/whoami").status()).isEqualTo(200);
        }
    }

    @EachEngine
    void change_isAnnouncedOnceAndNotWhenNothingChanged(TestDatabase database) {
        List<String> announced = new ArrayList<>();
        var hooks =
                new AccountsHooks(
                        NamespaceGuard.NOTHING_RESERVED,
                        (tx, user, userId, field) ->
                                tx.onCommitted(() -> announced.add(userId + " " + field)),
                        DeviceRemoved.NOBODY,
                        UserDeactivated.NOBODY);
        try (var server = AccountsServer.start(database, AccountsServer.config(), hooks)) {
            TestClient alice = server.client().register("alice");
            JsonObject name = json("{'displayname':'Alice'}");

            alice.put("/profile/{}/displayname", name, alice.id()).ok();
            alice.put("/profile/{}/displayname", name, alice.id()).ok();
            alice.delete("/profile/{}/avatar_url", alice.id()).ok();
            alice.delete("/profile/{}/displayname", alice.id()).ok();

            assertThat(announced)
                    .containsExactly(
                            "@alice:localhost displayname", "@alice:localhost displayname");
        }
    }

    @EachEngine
    void displayName_inApiV1_isTheSame(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");

            alice.put(
                            "/_matrix/client/api/v1/profile/{}/displayname",
                            json("{'displayname':'Alice'}"),
                            alice.id())
                    .ok();

            assertThat(alice.get("/_matrix/client/api/v1/profile/{}/displayname", alice.id()).ok())
                    .isEqualTo(json("{'displayname':'Alice'}"));
        }
    }

    @EachEngine
    void customField_ofAnyType_isKeptAsItWas(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            JsonObject field = json("{'org.example.card':{'a':[1,null,true],'b':''}}");
            JsonObject nothing = json("{'org.example.none':null}");
            JsonObject zone = json("{'m.tz':'Europe/Berlin'}");

            alice.put("/profile/{}/org.example.card", field, alice.id()).ok();
            alice.put("/profile/{}/org.example.none", nothing, alice.id()).ok();
            alice.put("/profile/{}/m.tz", zone, alice.id()).ok();

            assertThat(alice.get("/profile/{}/org.example.card", alice.id()).ok()).isEqualTo(field);
            assertThat(alice.get("/profile/{}/org.example.none", alice.id()).ok())
                    .isEqualTo(nothing);
            assertThat(alice.get("/profile/{}", alice.id()).ok())
                    .isEqualTo(
                            json(
                                    "{'m.tz':'Europe/Berlin','org.example.card':{'a':[1,null,true],'b':''},"
                                            + "'org.example.none':null}"));
        }
    }

    @EachEngine
    void fieldName_ofMoreThan255Bytes_isTooLarge(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            String longest = "org." + "x".repeat(251);

            alice.put("/profile/{}/{}", JsonObject.of(longest, 1), alice.id(), longest).ok();

            assertThat(
                            alice.put(
                                            "/profile/{}/{}",
                                            JsonObject.of(longest + "x", 1),
                                            alice.id(),
                                            longest + "x")
                                    .error())
                    .isEqualTo("400 M_KEY_TOO_LARGE");
        }
    }

    @EachEngine
    void field_atThePathOfBeforeTheVersion_isTheSame(TestDatabase database) {
        String unstable = "/_matrix/client/unstable/uk.tcpip.msc4133/profile/{}";
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            JsonObject zone = json("{'m.tz':'Asia/Tokyo'}");

            alice.put(unstable + "/m.tz", zone, alice.id()).ok();

            assertThat(alice.get("/profile/{}/m.tz", alice.id()).ok()).isEqualTo(zone);
            assertThat(alice.get(unstable, alice.id()).ok()).isEqualTo(zone);
            assertThat(alice.get(unstable + "/m.tz", alice.id()).ok()).isEqualTo(zone);
            alice.delete(unstable + "/m.tz", alice.id()).ok();
            assertThat(alice.get("/profile/{}/m.tz", alice.id()).error())
                    .isEqualTo("404 M_NOT_FOUND");
        }
    }
}

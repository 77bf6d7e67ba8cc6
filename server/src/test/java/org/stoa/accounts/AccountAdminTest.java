package org.stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;

final class AccountAdminTest {

    @EachEngine
    void create_makesAnAccountThatLogsIn(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            server.module().admin().create("Alice", TestClient.PASSWORD, true);

            assertThat(login(server, TestClient.PASSWORD)).isEqualTo(200);
            assertThat(server.module().admin().list())
                    .extracting(account -> account.userId() + " " + account.admin())
                    .containsExactly("@alice:localhost true");
        }
    }

    @EachEngine
    void create_ofTakenNameOrWithEmptyPassword_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            AccountAdmin admin = server.module().admin();
            admin.create("alice", null, false);

            assertRefused(ErrorCode.USER_IN_USE, () -> admin.create("alice", "x", false));
            assertRefused(ErrorCode.WEAK_PASSWORD, () -> admin.create("bob", "", false));
        }
    }

    @EachEngine
    void setPassword_endsTheSessions(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");

            server.module().admin().setPassword("@alice:localhost", "another");

            assertThat(alice.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(login(server, "another")).isEqualTo(200);
        }
    }

    @EachEngine
    void deactivate_closesTheAccount(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");

            server.module().admin().deactivate("alice", false);

            assertThat(alice.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(server.module().admin().list())
                    .extracting(AccountSummary::deactivated)
                    .containsExactly(true);
            assertRefused(
                    ErrorCode.NOT_FOUND, () -> server.module().admin().deactivate("alice", false));
        }
    }

    @EachEngine
    void list_isInTheOrderOfTheNames(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            for (String name : new String[] {"carol", "alice", "bob"}) {
                server.module().admin().create(name, null, false);
            }

            assertThat(server.module().admin().list())
                    .extracting(account -> account.userId().localpart())
                    .containsExactly("alice", "bob", "carol");
        }
    }

    @EachEngine
    void cleanup_runsAgainAndAgain(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            server.client().post("/register", JsonObject.EMPTY).with(401);
            server.module().start();

            server.time().advance(java.time.Duration.ofHours(2));
            server.database().scheduler().runDue();

            assertThat(count(server, "SELECT COUNT(*) FROM uia_session")).isZero();
            assertThat(count(server, "SELECT COUNT(*) FROM task WHERE kind = 'accounts.cleanup'"))
                    .isEqualTo(1);
        }
    }

    private static long count(AccountsServer server, String sql) {
        return server.database().read(tx -> tx.one(sql, row -> row.number(1)).orElseThrow());
    }

    private static int login(AccountsServer server, String password) {
        return server.client()
                .post(
                        "/login",
                        JsonObject.of(
                                "type", "m.login.password", "user", "alice", "password", password))
                .status();
    }

    private static void assertRefused(ErrorCode code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        MatrixException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }
}

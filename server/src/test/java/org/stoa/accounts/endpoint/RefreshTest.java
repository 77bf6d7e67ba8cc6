package org.stoa.accounts.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.AccountsConfig;
import org.stoa.accounts.AccountsServer;
import org.stoa.accounts.SessionConfig;
import org.stoa.platform.Coalescer;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Answer;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;

final class RefreshTest {

    private static final JsonObject REGISTER =
            json(
                    "{'username':'alice','password':'wonderland','refresh_token':true,'auth':{'type':'m.login.dummy'}}");

    @EachEngine
    void token_ofRefreshingClient_expiresSoftly(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            JsonObject login = server.client().post("/register", REGISTER).ok();
            TestClient alice = server.client().as(login);
            assertThat(login.integer("expires_in_ms")).hasValue(3_600_000);
            assertThat(alice.get("/account/whoami").status()).isEqualTo(200);

            server.time().advance(Duration.ofHours(1));

            Answer expired = alice.get("/account/whoami");
            assertThat(expired.error()).isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(expired.with(401).bool("soft_logout")).contains(true);
        }
    }

    @EachEngine
    @Proves("refresh")
    void refresh_givesNewTokensForTheDevice(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            JsonObject login = server.client().post("/register", REGISTER).ok();
            server.time().advance(Duration.ofHours(2));

            JsonObject refreshed = refresh(server, login).ok();

            TestClient alice = client(server, login, refreshed);
            assertThat(alice.get("/account/whoami").string("device_id"))
                    .isEqualTo(login.string("device_id").orElseThrow());
            assertThat(refreshed.string("refresh_token"))
                    .isNotEqualTo(login.string("refresh_token"));
        }
    }

    @EachEngine
    void refresh_repeatedBeforeTheNewTokensAreUsed_isTaken(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            JsonObject login = server.client().post("/register", REGISTER).ok();

            JsonObject lost = refresh(server, login).ok();
            JsonObject kept = refresh(server, login).ok();

            assertThat(client(server, login, lost).get("/account/whoami").error())
                    .isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(client(server, login, login).get("/account/whoami").status()).isEqualTo(200);
            assertThat(client(server, login, kept).get("/account/whoami").status()).isEqualTo(200);
        }
    }

    /// Of pairs that are not the same only the last one would live.
    @EachEngine
    void refresh_askedForSeveralTimesAtOnce_answersTheSameTokens(TestDatabase database)
            throws InterruptedException {
        try (var server = AccountsServer.start(database)) {
            JsonObject login = server.client().post("/register", REGISTER).ok();
            List<JsonObject> answers = new CopyOnWriteArrayList<>();
            List<Thread> windows = new ArrayList<>();
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch asked = new CountDownLatch(1);
            Thread.startVirtualThread(
                    () ->
                            server.database()
                                    .execute(
                                            tx -> {
                                                held.countDown();
                                                await(asked);
                                            }));
            await(held);
            for (int i = 0; i < 4; i++) {
                windows.add(
                        Thread.ofPlatform().start(() -> answers.add(refresh(server, login).ok())));
            }
            awaitAll(windows);
            asked.countDown();
            for (Thread window : windows) {
                window.join();
            }

            assertThat(answers).hasSize(4);
            assertThat(Set.copyOf(answers)).hasSize(1);
            assertThat(client(server, login, answers.getFirst()).get("/account/whoami").status())
                    .isEqualTo(200);
        }
    }

    /// Waits until all wait for what one of them asked for.
    private static void awaitAll(List<Thread> threads) {
        for (long attempts = 0; !threads.stream().allMatch(RefreshTest::waits); attempts++) {
            assertThat(attempts).as("attempts").isLessThan(10_000_000);
            Thread.onSpinWait();
        }
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.WAITING
                && Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(Coalescer.class.getName()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @EachEngine
    void refresh_afterTheNewAccessTokenWasUsed_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            JsonObject login = server.client().post("/register", REGISTER).ok();
            JsonObject refreshed = refresh(server, login).ok();

            client(server, login, refreshed).get("/account/whoami").ok();

            assertThat(refresh(server, login).error()).isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(client(server, login, login).get("/account/whoami").error())
                    .isEqualTo("401 M_UNKNOWN_TOKEN");
        }
    }

    @EachEngine
    void refresh_afterTheNewRefreshTokenWasUsed_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            JsonObject login = server.client().post("/register", REGISTER).ok();
            JsonObject second = refresh(server, login).ok();

            JsonObject third = refresh(server, second).ok();

            assertThat(refresh(server, login).error()).isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(client(server, login, third).get("/account/whoami").status()).isEqualTo(200);
        }
    }

    @EachEngine
    void refresh_ofUnknownOrMissingToken_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient nobody = server.client();

            assertThat(nobody.post("/refresh", json("{'refresh_token':'x'}")).error())
                    .isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(nobody.post("/refresh", JsonObject.EMPTY).error())
                    .isEqualTo("400 M_MISSING_PARAM");
        }
    }

    @EachEngine
    void refresh_afterLogout_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            JsonObject login = server.client().post("/register", REGISTER).ok();

            server.client().as(login).post("/logout", JsonObject.EMPTY).ok();

            assertThat(refresh(server, login).error()).isEqualTo("401 M_UNKNOWN_TOKEN");
        }
    }

    @EachEngine
    void refresh_afterTheTokensLifetime_isRefusedSoftly(TestDatabase database) {
        AccountsConfig config =
                AccountsServer.config().withSessions(sessions(Duration.ofDays(1), null));
        try (var server = AccountsServer.start(database, config)) {
            JsonObject login = server.client().post("/register", REGISTER).ok();

            server.time().advance(Duration.ofDays(1));

            Answer refused = refresh(server, login);
            assertThat(refused.error()).isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(refused.with(401).bool("soft_logout")).contains(true);
        }
    }

    @EachEngine
    void session_withAnEnd_endsAlsoWhenItIsRefreshed(TestDatabase database) {
        AccountsConfig config =
                AccountsServer.config().withSessions(sessions(null, Duration.ofMinutes(90)));
        try (var server = AccountsServer.start(database, config)) {
            JsonObject login = server.client().post("/register", REGISTER).ok();
            server.time().advance(Duration.ofHours(1));

            JsonObject refreshed = refresh(server, login).ok();
            server.time().advance(Duration.ofMinutes(30));

            assertThat(refreshed.integer("expires_in_ms")).hasValue(1_800_000);
            assertThat(refresh(server, refreshed).error()).isEqualTo("401 M_UNKNOWN_TOKEN");
        }
    }

    @EachEngine
    void cleanup_deletesTokensThatExpiredLongAgo(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            JsonObject login = server.client().post("/register", REGISTER).ok();
            TestClient alice = server.client().as(login);
            server.time().advance(Duration.ofDays(100));
            assertThat(alice.get("/account/whoami").with(401).bool("soft_logout")).contains(true);

            assertThat(server.module().cleanup().run()).isEqualTo(1);

            assertThat(alice.get("/account/whoami").with(401).bool("soft_logout").orElse(false))
                    .isFalse();
            assertThat(refresh(server, login).status()).isEqualTo(200);
        }
    }

    private static SessionConfig sessions(
            @Nullable Duration refreshLifetime, @Nullable Duration sessionLifetime) {
        return new SessionConfig(
                Duration.ofHours(1), null, refreshLifetime, sessionLifetime, Duration.ofHours(1));
    }

    private static Answer refresh(AccountsServer server, JsonObject login) {
        return server.client()
                .post(
                        "/refresh",
                        JsonObject.of(
                                "refresh_token", login.string("refresh_token").orElseThrow()));
    }

    private static TestClient client(AccountsServer server, JsonObject login, JsonObject tokens) {
        return server.client()
                .as(
                        JsonObject.of(
                                "user_id", login.string("user_id").orElseThrow(),
                                "device_id", login.string("device_id").orElseThrow(),
                                "access_token", tokens.string("access_token").orElseThrow()));
    }
}

package org.stoa.accounts;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.stoa.accounts.password.Argon2Cost;
import org.stoa.http.Activity;
import org.stoa.http.HttpConfig;
import org.stoa.http.HttpEdge;
import org.stoa.http.RateLimitConfig;
import org.stoa.http.RateLimits;
import org.stoa.http.auth.Authenticator;
import org.stoa.http.auth.ServerLookup;
import org.stoa.platform.ManualTime;
import org.stoa.platform.Metrics;
import org.stoa.platform.Platform;
import org.stoa.platform.Randomness;
import org.stoa.platform.Shutdown;
import org.stoa.protocol.id.ServerName;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Answer;
import org.stoa.testing.TestClient;
import org.stoa.testing.Transport;

/// The accounts alone behind the HTTP edge, in memory, on a clock that only moves when a test moves it.
public final class AccountsServer implements Transport, AutoCloseable {

    private final ManualTime time = new ManualTime();
    private final Database database;
    private final AccountsModule module;
    private final HttpEdge edge;

    private AccountsServer(
            TestDatabase test,
            AccountsConfig config,
            AccountsHooks hooks,
            CommitListener listener) {
        var platform = new Platform(time, Randomness.secure(), new Metrics(), new Shutdown());
        this.database = Database.open(test.config(time), listener);
        this.module = new AccountsModule(database, platform, config, hooks);
        HttpConfig http = HttpConfig.defaults().withRateLimits(RateLimitConfig.off());
        this.edge =
                new HttpEdge(
                        http,
                        module.endpoints(),
                        new Authenticator(module.tokenLookup(), ServerLookup.NOBODY),
                        new RateLimits(http.rateLimits(), time),
                        Activity.UNNOTICED,
                        platform);
    }

    /// Starts on a database, with registration and guests open.
    public static AccountsServer start(TestDatabase database) {
        return start(database, config());
    }

    public static AccountsServer start(TestDatabase database, AccountsConfig config) {
        return start(database, config, AccountsHooks.NONE);
    }

    public static AccountsServer start(
            TestDatabase database, AccountsConfig config, AccountsHooks hooks) {
        return new AccountsServer(database, config, hooks, CommitListener.NONE);
    }

    /// Starts with somebody who hears of commits.
    public static AccountsServer start(TestDatabase database, CommitListener listener) {
        return new AccountsServer(database, config(), AccountsHooks.NONE, listener);
    }

    /// Registration and guests open, a shared secret, hashes that cost next to nothing.
    public static AccountsConfig config() {
        return AccountsConfig.defaults(ServerName.parse("localhost"))
                .withRegistration(
                        new RegistrationConfig(RegistrationMode.OPEN, true, List.of(), "shared"))
                .withPasswordCost(new Argon2Cost(64, 1, 1))
                .withLoginLimit(LoginLimit.OFF);
    }

    /// A client of nobody yet.
    public TestClient client() {
        return TestClient.anonymous(this);
    }

    public ManualTime time() {
        return time;
    }

    public Database database() {
        return database;
    }

    public AccountsModule module() {
        return module;
    }

    @Override
    public Answer exchange(String method, String target, Map<String, String> headers, byte[] body) {
        org.stoa.http.Answer answer = edge.handle(method, target, headers, body);
        Map<String, String> first =
                answer.headers().stream()
                        .collect(
                                Collectors.toMap(
                                        org.stoa.http.Answer.Header::name,
                                        org.stoa.http.Answer.Header::value,
                                        (one, other) -> one));
        return new Answer(answer.status(), first, answer.body());
    }

    @Override
    public void close() {
        module.close();
        database.close();
    }
}

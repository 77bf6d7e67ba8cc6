package org.stoa.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.stoa.accounts.AccountsConfig;
import org.stoa.accounts.LoginLimit;
import org.stoa.accounts.RegistrationConfig;
import org.stoa.accounts.RegistrationMode;
import org.stoa.accounts.password.Argon2Cost;
import org.stoa.boot.Homeserver;
import org.stoa.boot.HomeserverConfig;
import org.stoa.http.HttpConfig;
import org.stoa.http.RateLimitConfig;
import org.stoa.http.Route;
import org.stoa.platform.ManualTime;
import org.stoa.platform.TestPlatform;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.RoomsConfig;
import org.stoa.search.SearchConfig;
import org.stoa.storage.DatabaseConfig;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;

/// A whole homeserver named `localhost` in the process of the test, with a database of its own, a clock that the test
/// moves, open registration, cheap passwords and no rate limits. Requests go through its router without a port.
public final class TestServer implements AutoCloseable {
    private static final int TASK_ATTEMPTS = 20_000;
    private static final ServerName NAME = ServerName.parse("localhost");

    private final TestDatabase database;
    private final boolean owned;
    private HomeserverConfig config;
    private final ManualTime time = new ManualTime();
    private Homeserver homeserver;

    private TestServer(
            TestDatabase database, boolean owned, UnaryOperator<HomeserverConfig> settings) {
        this.database = database;
        this.owned = owned;
        this.config =
                settings.apply(
                        defaults(database.config(time))
                                .withSearch(SearchConfig.in(database.folder())));
        this.homeserver = open(config, time);
    }

    /// Starts a server on SQLite.
    public static TestServer start() {
        return start(UnaryOperator.identity());
    }

    /// Starts a server on SQLite with another configuration than the usual one.
    public static TestServer start(UnaryOperator<HomeserverConfig> settings) {
        return new TestServer(TestDatabase.create(TestEngine.SQLITE), true, settings);
    }

    /// Starts a server on a database, which is not deleted when the server is closed.
    public static TestServer start(TestDatabase database) {
        return start(database, UnaryOperator.identity());
    }

    /// Starts a server on a database, with another configuration than the usual one.
    public static TestServer start(
            TestDatabase database, UnaryOperator<HomeserverConfig> settings) {
        return new TestServer(database, false, settings);
    }

    private static HomeserverConfig defaults(DatabaseConfig database) {
        AccountsConfig accounts =
                AccountsConfig.defaults(NAME)
                        .withRegistration(
                                new RegistrationConfig(
                                        RegistrationMode.OPEN, true, List.of(), "shared"))
                        .withPasswordCost(new Argon2Cost(64, 1, 1))
                        .withLoginLimit(LoginLimit.OFF);
        return new HomeserverConfig(
                database,
                HttpConfig.defaults().withRateLimits(RateLimitConfig.off()),
                accounts,
                RoomsConfig.of(NAME));
    }

    private static Homeserver open(HomeserverConfig config, ManualTime time) {
        // No name leads anywhere: tests ask nobody outside.
        Homeserver homeserver =
                new Homeserver(config, TestPlatform.with(time), new ScriptedResolver());
        homeserver.start();
        return homeserver;
    }

    /// Stops the server and starts it again on what it stored.
    public void restart() {
        homeserver.close();
        homeserver = open(config, time);
    }

    /// Stops the server and starts it again with another configuration.
    public void restart(UnaryOperator<HomeserverConfig> settings) {
        homeserver.close();
        config = settings.apply(config);
        homeserver = open(config, time);
    }

    /// Stops the server, changes what it stored, and starts it again.
    public void restart(Runnable meanwhile) {
        homeserver.close();
        meanwhile.run();
        homeserver = open(config, time);
    }

    /// Where the index for searching lies.
    public Path searchFolder() {
        return database.folder().resolve("search");
    }

    /// The clock that the server goes by.
    public ManualTime time() {
        return time;
    }

    /// The server itself.
    public Homeserver homeserver() {
        return homeserver;
    }

    /// Every route that the server has.
    public List<Route> routes() {
        return homeserver.edge().routes();
    }

    /// Lets due tasks be done until a condition holds; fails the test when it does not come true.
    public void awaitTasks(BooleanSupplier condition) {
        for (int attempt = 0; attempt < TASK_ATTEMPTS; attempt++) {
            if (condition.getAsBoolean()) {
                return;
            }
            homeserver.database().scheduler().runDue();
        }
        throw new AssertionError("the tasks did not lead to what was awaited");
    }

    /// A client without an account.
    public TestClient anonymous() {
        return TestClient.anonymous(new MemoryTransport(() -> homeserver.edge()));
    }

    /// Makes an account and returns its client.
    public TestClient register(String localpart) {
        return anonymous().register(localpart);
    }

    @Override
    public void close() {
        homeserver.close();
        if (owned) {
            database.close();
        }
    }
}

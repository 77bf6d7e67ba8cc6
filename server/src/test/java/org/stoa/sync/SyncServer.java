package org.stoa.sync;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.stoa.accounts.AccountsServer;
import org.stoa.boot.Homeserver;
import org.stoa.boot.HomeserverConfig;
import org.stoa.http.HttpConfig;
import org.stoa.http.RateLimitConfig;
import org.stoa.platform.ManualTime;
import org.stoa.platform.Metrics;
import org.stoa.platform.Platform;
import org.stoa.platform.Randomness;
import org.stoa.platform.Shutdown;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.RoomsConfig;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Answer;
import org.stoa.testing.TestClient;
import org.stoa.testing.Transport;

/// A homeserver in memory, on a clock that only moves when a test moves it. It can be started again on the same database,
/// also as after a backup was restored, and told that it is about to stop.
public final class SyncServer implements Transport, AutoCloseable {
    private static final ServerName NAME = ServerName.parse("localhost");

    private final ManualTime time = new ManualTime();
    private final HomeserverConfig config;
    private Platform platform;
    private Homeserver homeserver;

    private SyncServer(TestDatabase test, UnaryOperator<HomeserverConfig> with) {
        this.config =
                with.apply(
                        new HomeserverConfig(
                                test.config(time),
                                HttpConfig.defaults().withRateLimits(RateLimitConfig.off()),
                                AccountsServer.config(),
                                RoomsConfig.of(NAME)));
        this.platform = platform(time);
        this.homeserver = new Homeserver(config, platform);
    }

    /// Starts on a database.
    public static SyncServer start(TestDatabase database) {
        return start(database, config -> config);
    }

    /// Starts on a database with another configuration than the usual one.
    public static SyncServer start(TestDatabase database, UnaryOperator<HomeserverConfig> with) {
        return new SyncServer(database, with);
    }

    /// Stops it and starts again on the same database.
    public void restart() {
        homeserver.close();
        platform = platform(time);
        homeserver = new Homeserver(config, platform);
    }

    /// Stops it and starts again as after a backup was restored.
    public void restartAsRestored() {
        homeserver
                .database()
                .execute(
                        tx -> {
                            int changed =
                                    tx.update(
                                            "UPDATE meta SET value = '99' WHERE name = 'generation'");
                            if (changed != 1) {
                                throw new AssertionError("no generation is stored");
                            }
                        });
        restart();
    }

    private static Platform platform(ManualTime time) {
        return new Platform(time, Randomness.secure(), new Metrics(), new Shutdown());
    }

    /// A new user.
    public TestClient register(String localpart) {
        return TestClient.anonymous(this).register(localpart);
    }

    public ManualTime time() {
        return time;
    }

    public Homeserver homeserver() {
        return homeserver;
    }

    public Shutdown shutdown() {
        return platform.shutdown();
    }

    @Override
    public Answer exchange(String method, String target, Map<String, String> headers, byte[] body) {
        org.stoa.http.Answer answer = homeserver.edge().handle(method, target, headers, body);
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
        homeserver.close();
    }
}

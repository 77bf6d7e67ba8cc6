package org.stoa.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.stoa.accounts.AccountsConfig;
import org.stoa.accounts.LoginLimit;
import org.stoa.accounts.RegistrationConfig;
import org.stoa.accounts.RegistrationMode;
import org.stoa.accounts.password.Argon2Cost;
import org.stoa.boot.Homeserver;
import org.stoa.boot.HomeserverConfig;
import org.stoa.http.HttpConfig;
import org.stoa.http.RateLimitConfig;
import org.stoa.platform.ManualTime;
import org.stoa.platform.Metrics;
import org.stoa.platform.Platform;
import org.stoa.platform.Randomness;
import org.stoa.platform.Shutdown;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.RemoteConfig;
import org.stoa.rooms.RoomsConfig;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ScriptedResolver;
import org.stoa.testing.TestClient;

/// Homeservers `s0.test:1`, `s1.test:1`, … in one process, each with a database of its own, on one network and by one clock.
public final class TestCluster implements AutoCloseable {
    /// For how long, by the clock of the servers, and how often the network is left to itself until something has to hold.
    private static final Duration STEP = Duration.ofSeconds(5);

    private static final Duration TICK = Duration.ofMillis(1);

    private static final int STEPS = 500;

    /// For how long, for real, where this machine has much else to do.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String FILE = "stoa.db";

    private final ManualTime time = new ManualTime();
    private final TestNetwork network;
    private final List<Node> nodes = new ArrayList<>();
    private volatile boolean closed;

    /// Starts the servers.
    ///
    /// @param seed of the network's chance and of the servers'
    public TestCluster(int size, long seed) {
        network = new TestNetwork(seed);
        for (int i = 0; i < size; i++) {
            nodes.add(new Node("s" + i + ".test", seed + i));
        }
        Thread.ofVirtual().name("clock").start(this::tick);
    }

    /// One homeserver.
    public final class Node implements AutoCloseable {
        private final String host;
        private final long seed;
        private TestDatabase database = TestDatabase.create(TestEngine.SQLITE);
        private volatile Homeserver homeserver;
        private int starts;

        private Node(String host, long seed) {
            this.host = host;
            this.seed = seed;
            this.homeserver = open();
        }

        private Homeserver open() {
            // Chance must not repeat itself after a restart: ids are made by it.
            Random chance = new Random(seed + 1_000_000L * starts++);
            Platform platform =
                    new Platform(time, Randomness.of(chance), new Metrics(), new Shutdown());
            Homeserver opened =
                    new Homeserver(
                            config(name(), database, time),
                            platform,
                            new ScriptedResolver(),
                            network.from(host));
            opened.start();
            network.connect(host, opened.edge());
            return opened;
        }

        /// Ends it as an operator does, and starts it again on its database.
        void restart() {
            network.disconnect(host);
            homeserver.close();
            homeserver = open();
        }

        /// Ends it without any warning: it goes on from what was durable at some moment, and whatever the process before did
        /// after that has no effect on anybody.
        void crash() {
            network.disconnect(host);
            TestDatabase copy = TestDatabase.create(TestEngine.SQLITE);
            copy(database.folder().resolve(FILE), copy.folder().resolve(FILE));
            homeserver.close();
            database.close();
            database = copy;
            homeserver = open();
        }

        String host() {
            return host;
        }

        ServerName name() {
            return ServerName.parse(host + ":1");
        }

        Homeserver homeserver() {
            return homeserver;
        }

        /// Makes an account and returns its client.
        TestClient register(String localpart) {
            return TestClient.inProcess(() -> homeserver.edge()).register(localpart);
        }

        /// Whether the server has an event of a room.
        boolean has(String room, String event) {
            return find(room, event).isPresent();
        }

        /// The event of a room, if the server has it.
        Optional<StoredEvent> find(String room, String event) {
            return homeserver
                    .rooms()
                    .rooms()
                    .find(RoomId.parse(room))
                    .flatMap(
                            found ->
                                    homeserver
                                            .database()
                                            .read(
                                                    tx ->
                                                            homeserver
                                                                    .rooms()
                                                                    .events()
                                                                    .find(
                                                                            tx,
                                                                            found.nid(),
                                                                            found.rules(),
                                                                            EventId.parse(event))));
        }

        /// How many events of others wait until what they lack is here.
        long waiting() {
            return homeserver
                    .database()
                    .read(tx -> tx.one("SELECT COUNT(*) FROM inbound_pdu", row -> row.number(1)))
                    .orElseThrow();
        }

        @Override
        public void close() {
            network.disconnect(host);
            homeserver.close();
            database.close();
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.delete(to);
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + from);
                    Statement statement = connection.createStatement()) {
                statement.execute("VACUUM INTO '" + to + "'");
            }
        } catch (SQLException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static HomeserverConfig config(
            ServerName name, TestDatabase database, ManualTime time) {
        AccountsConfig accounts =
                AccountsConfig.defaults(name)
                        .withRegistration(
                                new RegistrationConfig(
                                        RegistrationMode.OPEN, true, List.of(), "shared"))
                        .withPasswordCost(new Argon2Cost(64, 1, 1))
                        .withLoginLimit(LoginLimit.OFF);
        return new HomeserverConfig(
                        database.config(time),
                        HttpConfig.defaults().withRateLimits(RateLimitConfig.off()),
                        accounts,
                        RoomsConfig.of(name))
                .withRemote(RemoteConfig.of(name).withNotaries(List.of()));
    }

    List<Node> nodes() {
        return nodes;
    }

    TestNetwork network() {
        return network;
    }

    /// Lets time pass until something holds; returns false when it never does.
    boolean await(BooleanSupplier condition) {
        long begin = System.nanoTime();
        for (int step = 0; step < STEPS || System.nanoTime() - begin < PATIENCE.toNanos(); step++) {
            if (condition.getAsBoolean()) {
                return true;
            }
            time.advance(STEP);
            LockSupport.parkNanos(1_000_000L);
        }
        return condition.getAsBoolean();
    }

    /// Time goes on by itself too, so that whoever waits for a moment does not wait for ever.
    private void tick() {
        while (!closed) {
            LockSupport.parkNanos(TICK.toNanos());
            time.advance(TICK.multipliedBy(20));
        }
    }

    @Override
    public void close() {
        closed = true;
        nodes.reversed().forEach(Node::close);
    }
}

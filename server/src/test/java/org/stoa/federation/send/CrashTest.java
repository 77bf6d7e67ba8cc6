package org.stoa.federation.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.TestClient;

/// A server that ends in the middle of things: it goes on from the database as it was at some moment, whatever it did after.
final class CrashTest {
    private static final int ROUNDS = 5;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void crash_atAnyMoment_losesNothing(long seed) {
        Random random = new Random(seed);
        TestDatabase database = TestDatabase.create(TestEngine.SQLITE);
        try (Shared shared = new Shared(database)) {
            List<Peer> peers = List.of(shared.peer(), shared.peer(), shared.peer());
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, peers.toArray(Peer[]::new));
            List<String> said = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                sayAndStumble(shared, random, peers, () -> say(alice, room, said));
                crash(shared, database, peers);
            }

            peers.forEach(peer -> peer.manner(Peer.Manner.TAKES));
            alice.say(room.id(), "end");
            said.add("end");

            for (Peer peer : peers) {
                shared.pass(
                        Duration.ofSeconds(60),
                        () -> peer.told().containsAll(said),
                        () -> "said: " + said + ", told: " + peer.told());
                assertThat(new LinkedHashSet<>(peer.told()))
                        .containsExactlyInAnyOrderElementsOf(said);
            }
        }
    }

    private static void say(TestClient alice, Shared.Joined room, List<String> said) {
        String text = "m" + said.size();
        alice.say(room.id(), text);
        said.add(text);
    }

    /// Says something while servers come and go, and time passes.
    private static void sayAndStumble(
            Shared shared, Random random, List<Peer> peers, Runnable say) {
        for (int i = random.nextInt(5, 40); i > 0; i--) {
            say.run();
            Peer some = peers.get(random.nextInt(peers.size()));
            switch (random.nextInt(12)) {
                case 0 -> some.manner(Peer.Manner.FAILS);
                case 1, 2 -> some.manner(Peer.Manner.TAKES);
                case 3 -> shared.server().time().advance(Duration.ofMillis(1_100));
                default -> Thread.onSpinWait();
            }
        }
    }

    private static void crash(Shared shared, TestDatabase database, List<Peer> peers) {
        // What this process does from here on is to have no effect on anybody.
        peers.forEach(peer -> peer.manner(Peer.Manner.FAILS));
        Path copy = database.folder().resolve("copy.db");
        copy(database.folder().resolve("stoa.db"), copy);
        shared.server()
                .restart(
                        () -> {
                            replace(database.folder(), copy);
                            // Chance repeats itself in tests; transaction ids need time besides.
                            shared.server().time().advance(Duration.ofMillis(1));
                        });
        peers.forEach(peer -> peer.manner(Peer.Manner.TAKES));
    }

    private static void copy(Path from, Path to) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + from);
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM INTO '" + to + "'");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void replace(Path folder, Path copy) {
        try {
            Files.deleteIfExists(folder.resolve("stoa.db-wal"));
            Files.deleteIfExists(folder.resolve("stoa.db-shm"));
            Files.move(copy, folder.resolve("stoa.db"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

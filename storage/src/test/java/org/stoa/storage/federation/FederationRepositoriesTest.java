package org.stoa.storage.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.ServerName;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.FollowerRepository;
import org.stoa.storage.Frontier;
import org.stoa.storage.Position;
import org.stoa.storage.federation.DestinationRepository.DestinationRecord;
import org.stoa.storage.federation.DestinationRepository.Problem;
import org.stoa.storage.federation.DestinationRepository.Told;
import org.stoa.storage.federation.SigningKeyRepository.SigningKeyRecord;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;

class FederationRepositoriesTest {
    private final ServerKeyRepository keys = new ServerKeyRepository();
    private final DestinationRepository destinations = new DestinationRepository();
    private final SigningKeyRepository own = new SigningKeyRepository();

    private static Database open(TestDatabase test) {
        return test.closing(Database.open(test.config(), CommitListener.NONE));
    }

    private static ServerKeyRow key(String publicKey, long fetchedTs) {
        return new ServerKeyRow("a.org", "ed25519:1", publicKey, 100, null, fetchedTs, "{}");
    }

    private List<ServerKeyRow> stored(Database database, String server) {
        return database.read(tx -> keys.of(tx, server));
    }

    private Optional<DestinationRecord> failing(Database database) {
        return database.read(tx -> destinations.find(tx, "a.org"));
    }

    private Optional<String> currentId(Database database) {
        return database.read(own::current).map(SigningKeyRecord::keyId);
    }

    @EachEngine
    void serverKey_seenAgain_isAsItWasSeenLast(TestDatabase test) {
        Database database = open(test);
        ServerKeyRow expired = new ServerKeyRow("a.org", "ed25519:1", "one", 90, 90L, 3, "{}");
        database.execute(tx -> keys.put(tx, key("one", 2), false));

        database.execute(tx -> keys.put(tx, expired, false));
        database.execute(tx -> keys.put(tx, key("one", 1), true));

        assertThat(stored(database, "a.org")).containsExactly(expired);
        assertThat(stored(database, "b.org")).isEmpty();
    }

    @EachEngine
    void serverKey_otherUnderTheSameId_isTakenOnlyFromTheServer(TestDatabase test) {
        Database database = open(test);
        database.execute(tx -> keys.put(tx, key("one", 1), false));

        database.execute(tx -> keys.put(tx, key("two", 2), false));
        List<ServerKeyRow> afterHearsay = stored(database, "a.org");
        database.execute(tx -> keys.put(tx, key("two", 2), true));

        assertThat(afterHearsay).containsExactly(key("one", 1));
        assertThat(stored(database, "a.org")).containsExactly(key("two", 2));
    }

    private void store(Database database, String keyId, long fetchedTs, String document) {
        ServerKeyRow row = new ServerKeyRow("a.org", keyId, "one", 100, null, fetchedTs, document);
        database.execute(tx -> keys.put(tx, row, true));
    }

    private static void stay(Database database, String server, @Nullable Long until) {
        long number = database.names().server(ServerName.parse(server));
        database.execute(
                tx ->
                        tx.update(
                                """
                                INSERT INTO room_server (room, server, since, until, joined)
                                VALUES (1, ?, 1, ?, 1)
                                """,
                                number,
                                until));
    }

    @EachEngine
    void server_thatIsInARoomNow_isTold(TestDatabase test) {
        Database database = open(test);
        database.names().server(ServerName.parse("never.org"));
        stay(database, "in.org", null);
        stay(database, "out.org", 5L);

        List<String> asked = List.of("in.org", "out.org", "never.org", "unknown.org");
        Set<String> inARoom = database.read(tx -> keys.inARoom(tx, asked));

        assertThat(inARoom).containsExactly("in.org");
    }

    @EachEngine
    void serverKeys_ofStrangers_areForgottenWhenTheyHaveEnded(TestDatabase test) {
        Database database = open(test);
        stay(database, "out.org", 5L);
        for (String server : List.of("fresh.org", "old.org", "out.org")) {
            long end = server.equals("fresh.org") ? 101 : 100;
            database.execute(
                    tx ->
                            keys.put(
                                    tx,
                                    new ServerKeyRow(server, "ed25519:1", "k", end, null, 1, "{}"),
                                    true));
        }

        List<ServerKeyRepository.Kept> kept = database.read(tx -> keys.kept(tx, "", 2));
        List<ServerKeyRepository.Kept> rest = database.read(tx -> keys.kept(tx, "old.org", 2));
        List<String> all = List.of("fresh.org", "old.org", "out.org");
        int forgotten = database.write(tx -> keys.deleteOfStrangers(tx, all, 101));

        assertThat(kept)
                .containsExactly(
                        new ServerKeyRepository.Kept("fresh.org", 101),
                        new ServerKeyRepository.Kept("old.org", 100));
        assertThat(rest).containsExactly(new ServerKeyRepository.Kept("out.org", 100));
        assertThat(forgotten).isEqualTo(1);
        assertThat(stored(database, "old.org")).isEmpty();
        assertThat(stored(database, "fresh.org")).hasSize(1);
        assertThat(stored(database, "out.org")).hasSize(1);
    }

    @EachEngine
    void serverKeys_beyondTheLimit_areForgottenOldestFirst(TestDatabase test) {
        Database database = open(test);
        for (int i = 0; i < ServerKeyRepository.MAX_KEYS + 2; i++) {
            store(database, "ed25519:" + i, i, "{}");
        }
        database.execute(
                tx ->
                        keys.put(
                                tx,
                                new ServerKeyRow("b.org", "ed25519:1", "b", 1, null, 0, "{}"),
                                true));

        database.execute(tx -> keys.trim(tx, "a.org"));

        Optional<Long> left =
                database.read(
                        tx -> tx.one("SELECT COUNT(*) FROM server_key", row -> row.number(1)));
        assertThat(left).hasValue(ServerKeyRepository.MAX_KEYS + 1L);
        assertThat(stored(database, "a.org"))
                .hasSize(ServerKeyRepository.MAX_KEYS)
                .extracting(ServerKeyRow::fetchedTs)
                .startsWith(ServerKeyRepository.MAX_KEYS + 1L)
                .endsWith(2L);
        assertThat(stored(database, "b.org")).hasSize(1);
    }

    @EachEngine
    void documentsOfKeys_beyondTheLimit_areForgottenAndTheKeysStay(TestDatabase test) {
        Database database = open(test);
        String largest = "x".repeat(ServerKeyRepository.MAX_DOCUMENT);
        int places = ServerKeyRepository.MAX_DOCUMENTS / ServerKeyRepository.MAX_DOCUMENT;
        for (int i = 0; i <= places; i++) {
            store(database, "ed25519:" + i, i, largest);
        }

        database.execute(tx -> keys.trim(tx, "a.org"));

        List<ServerKeyRow> kept = stored(database, "a.org");
        assertThat(kept).hasSize(places + 1);
        assertThat(kept.subList(0, places))
                .allSatisfy(row -> assertThat(row.document()).isEqualTo(largest));
        assertThat(kept.getLast().document()).isEmpty();
    }

    /// As an older version kept it.
    @EachEngine
    void documentOfAKey_thatIsTooLong_isNotRead(TestDatabase test) {
        Database database = open(test);
        store(database, "ed25519:1", 1, "x".repeat(ServerKeyRepository.MAX_DOCUMENT + 1));

        assertThat(stored(database, "a.org"))
                .singleElement()
                .satisfies(row -> assertThat(row.document()).isEmpty());
    }

    @EachEngine
    void destination_thatFailsAndAnswersAgain_isForgotten(TestDatabase test) {
        Database database = open(test);
        DestinationRecord twice = new DestinationRecord(2, 20);
        database.execute(tx -> destinations.put(tx, "a.org", new DestinationRecord(1, 10)));
        database.execute(tx -> destinations.put(tx, "a.org", twice));
        assertThat(failing(database)).hasValue(twice);

        database.execute(tx -> destinations.answers(tx, "a.org"));

        assertThat(failing(database)).isEmpty();
    }

    @EachEngine
    void signingKey_replacedAndTakenBack_isCurrentAgain(TestDatabase test) {
        Database database = open(test);
        byte[] seed = "seed".getBytes(StandardCharsets.UTF_8);
        database.execute(tx -> own.put(tx, "ed25519:1", seed, 1));
        database.execute(tx -> own.expireAll(tx, 2));
        assertThat(currentId(database)).isEmpty();
        database.execute(tx -> own.put(tx, "ed25519:2", seed, 2));
        List<SigningKeyRecord> all = database.read(own::all);
        assertThat(all)
                .extracting(SigningKeyRecord::keyId, SigningKeyRecord::expiredTs)
                .containsExactly(tuple("ed25519:2", null), tuple("ed25519:1", 2L));

        database.execute(tx -> own.expireAll(tx, 3));
        database.execute(tx -> own.put(tx, "ed25519:1", seed, 3));

        assertThat(currentId(database)).hasValue("ed25519:1");
    }

    @EachEngine
    void destination_thatIsBehind_isKeptWhenItAnswersAgain(TestDatabase test) {
        Database database = open(test);
        Told behind = new Told("a.org", 7, true);
        database.execute(tx -> destinations.put(tx, "a.org", new DestinationRecord(1, 10)));
        database.execute(tx -> destinations.put(tx, behind));
        database.execute(tx -> destinations.put(tx, new Told("b.org", 9, false)));

        database.execute(tx -> destinations.answers(tx, "a.org"));

        assertThat(failing(database)).hasValue(new DestinationRecord(0, 0));
        List<Told> above = database.read(tx -> destinations.toldAbove(tx, 9));
        List<Told> further = database.read(tx -> destinations.toldAbove(tx, 8));
        List<Problem> problems = database.read(tx -> destinations.problems(tx, 10));
        assertThat(above).containsExactly(behind);
        assertThat(further).hasSize(2);
        assertThat(problems).extracting(Problem::told).containsExactly(behind);
    }

    @EachEngine
    void follower_goesOnWhereItWas(TestDatabase test) {
        Database database = open(test);
        FollowerRepository followers = new FollowerRepository();
        Optional<Frontier> none = database.read(tx -> followers.find(tx, "x"));

        database.execute(tx -> followers.put(tx, "x", Frontier.of(new Position(5))));
        database.execute(tx -> followers.put(tx, "x", Frontier.of(new Position(6))));

        Optional<Frontier> reached = database.read(tx -> followers.find(tx, "x"));
        assertThat(none).isEmpty();
        assertThat(reached).hasValue(Frontier.of(new Position(6)));
    }
}

package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.rows.EventJsonRow;
import org.stoa.storage.rows.EventRow;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;

class DatabaseTest {
    @EachEngine
    void write_whenReopened_isThere(TestDatabase test) {
        Committed committed;
        try (Database database = test.open()) {
            Write.Builder write = Write.forRoom(new Basis(1));
            int slot = write.position();
            write.add(EventRow.builder(7, new byte[] {1, 2}, 1).slot(slot).ord(5L).build());
            write.add(new EventJsonRow(7, 0, new byte[] {3}, new byte[] {4}));
            committed = database.commits().submit(Lane.ONLY, write.build()).await().orThrow();

            assertThat(database.frontier().at(Lane.ONLY)).isEqualTo(committed.at(0));
        }
        Database database = test.open();
        List<Position> positions =
                database.read(tx -> tx.list("SELECT pos FROM event", row -> row.position(1)));

        assertThat(database.frontier().at(Lane.ONLY)).isEqualTo(committed.at(0));
        assertThat(positions).containsExactly(committed.at(0));
    }

    @EachEngine
    void list_withArrays_findsThem(TestDatabase test) {
        Database database = test.open();
        Write.Builder write = Write.builder();
        write.add(EventRow.builder(7, new byte[] {1, 2}, 1).build());
        write.add(EventRow.builder(8, new byte[] {3}, 1).build());
        database.commits().submit(Lane.ONLY, write.build()).await().orThrow();

        assertThat(numbers(database, "event_id = ANY_BYTES(?)", new byte[][] {{1, 2}, {9}}))
                .containsExactly(7L);
        assertThat(numbers(database, "event = ANY(?)", new long[] {8, 9})).containsExactly(8L);
    }

    @EachEngine
    void readWhenAsked_asksNothing_hasNoSnapshot(TestDatabase test) {
        Database database = test.open();
        List<Tx> seen = new ArrayList<>();

        String found = database.readWhenAsked(tx -> seen.add(tx) ? "in memory" : "");

        assertThat(found).isEqualTo("in memory");
        assertThat(seen).containsExactly(NoTx.NO_TX);
    }

    @EachEngine
    void readWhenAsked_asks_beginsAgainInOneSnapshot(TestDatabase test) {
        Database database = test.open();
        database.execute(tx -> tx.update("INSERT INTO meta (name, value) VALUES ('a', 'b')"));
        List<Tx> seen = new ArrayList<>();

        List<String> found =
                database.readWhenAsked(
                        tx -> {
                            seen.add(tx);
                            return database.read(
                                    inner -> {
                                        assertThat(inner.equals(tx)).isEqualTo(seen.size() == 2);
                                        return tx.list(
                                                "SELECT value FROM meta WHERE name = 'a'",
                                                row -> row.text(1));
                                    });
                        });

        assertThat(found).containsExactly("b");
        assertThat(seen).hasSize(2);
    }

    @EachEngine
    void later_isWrittenInTurn_alsoWhenTheDatabaseCloses(TestDatabase test) {
        List<String> seen;
        try (Database database = test.open()) {
            database.later(tx -> insert(tx, "first"));
            database.later(
                    _ -> {
                        throw new IllegalStateException("this one fails alone");
                    });
            seen = database.write(tx -> names(tx));
            database.later(tx -> insert(tx, "last"));
        }

        assertThat(seen).containsExactly("first");
        assertThat(test.open().read(DatabaseTest::names)).containsExactly("first", "last");
    }

    private static void insert(WriteTx tx, String name) {
        tx.update("INSERT INTO meta (name, value) VALUES (?, 'later')", name);
    }

    private static List<String> names(Tx tx) {
        return tx.list(
                "SELECT name FROM meta WHERE value = 'later' ORDER BY name", row -> row.text(1));
    }

    private static List<Long> numbers(Database database, String condition, Object array) {
        return database.read(
                tx ->
                        tx.list(
                                "SELECT event FROM event WHERE " + condition,
                                row -> row.number(1),
                                array));
    }

    @EachEngine
    void closure_thatThrows_writesNothing(TestDatabase test) {
        Database database = test.open();

        assertThatThrownBy(() -> database.execute(DatabaseTest::writeAndThrow))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no");
        List<String> names =
                database.read(tx -> tx.list("SELECT name FROM meta", row -> row.text(1)));
        assertThat(names).isEmpty();
    }

    private static void writeAndThrow(WriteTx tx) {
        tx.update("INSERT INTO meta (name, value) VALUES ('a', 'b')");
        throw new IllegalArgumentException("no");
    }

    @EachEngine
    void names_whenInterned_areKept(TestDatabase test) {
        UserId alice = UserId.parse("@a:example.org");
        long user;
        long key;
        try (Database database = test.open()) {
            user = database.names().user(alice);
            key = database.names().stateKey("m.room.member", "a\0b\u0001c");
        }
        Database database = test.open();

        assertThat(database.names().findUser(alice)).contains(user);
        assertThat(database.names().user(alice)).isEqualTo(user);
        assertThat(database.names().userId(user)).isEqualTo(alice);
        assertThat(database.names().stateKeyText(key))
                .isEqualTo(
                        new Names.StateKeyText(
                                database.names().type("m.room.member"),
                                "m.room.member",
                                "a\0b\u0001c"));
    }
}

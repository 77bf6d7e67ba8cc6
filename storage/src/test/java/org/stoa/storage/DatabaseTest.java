package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.storage.rows.EventJsonRow;
import org.stoa.storage.rows.EventRow;

class DatabaseTest {
    @TempDir Path folder;

    private Database open() {
        return Database.open(
                DatabaseConfig.sqlite(folder, InstantSource.system()), CommitListener.NONE);
    }

    @Test
    void write_whenReopened_isThere() {
        try (Database database = open()) {
            long nid = database.nids().next(Nids.Space.EVENT);
            Write.Builder write = Write.forRoom(new Basis(1));
            int slot = write.position();
            write.add(EventRow.builder(nid, new byte[] {1, 2}, 1).slot(slot).ord(5L).build());
            write.add(new EventJsonRow(nid, 0, new byte[] {3}, new byte[] {4}));
            write.changed(slot, new Change.Room(1));
            Committed committed =
                    database.commits().submit(Lane.ONLY, write.build()).await().orThrow();
            assertThat(database.frontier().at(Lane.ONLY)).isEqualTo(committed.at(0));
        }
        try (Database database = open()) {
            List<Long> positions =
                    database.read(tx -> tx.list("SELECT pos FROM event", row -> row.number(1)));
            assertThat(positions).containsExactly(database.frontier().at(Lane.ONLY).value());
            List<byte[]> ids =
                    database.read(
                            tx ->
                                    tx.list(
                                            "SELECT event_id FROM event WHERE event_id = ANY_BYTES(?)",
                                            row -> row.bytes(1),
                                            (Object) new byte[][] {{1, 2}, {9}}));
            assertThat(ids).hasSize(1);
        }
    }

    @Test
    void closure_thatThrows_writesNothing() {
        try (Database database = open()) {
            assertThatThrownBy(
                            () ->
                                    database.execute(
                                            tx -> {
                                                tx.update(
                                                        "INSERT INTO meta (name, value) VALUES ('a', 'b')");
                                                throw new IllegalArgumentException("no");
                                            }))
                    .isInstanceOf(IllegalArgumentException.class);
            List<String> names =
                    database.read(tx -> tx.list("SELECT name FROM meta", row -> row.text(1)));
            assertThat(names).isEmpty();
        }
    }

    @Test
    void names_areKept() {
        try (Database database = open()) {
            long user = database.names().user("@a:example.org");
            assertThat(database.names().user("@a:example.org")).isEqualTo(user);
            assertThat(database.names().userIdText(user)).isEqualTo("@a:example.org");
            long key = database.names().stateKey("m.room.member", "a\0b\u0001c");
            assertThat(database.names().stateKeyText(key).text()).isEqualTo("a\0b\u0001c");
        }
    }
}

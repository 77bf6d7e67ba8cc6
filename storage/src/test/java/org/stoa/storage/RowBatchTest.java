package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.stoa.storage.rows.AddEventFlags;
import org.stoa.storage.rows.CloseRoomServer;
import org.stoa.storage.rows.CloseStateEntry;
import org.stoa.storage.rows.DeleteExtremity;
import org.stoa.storage.rows.DeleteRoomAlias;
import org.stoa.storage.rows.EventRow;
import org.stoa.storage.rows.ExtremityRow;
import org.stoa.storage.rows.RedactEvent;
import org.stoa.storage.rows.RoomAliasRow;
import org.stoa.storage.rows.RoomServerRow;
import org.stoa.storage.rows.StateEntryRow;
import org.stoa.storage.rows.UpdateRoomServer;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;

/// Rows merged into one batch leave what the same rows leave one by one.
class RowBatchTest {
    private static final String CONTENT =
            """
            SELECT 'event ' || event || ' ' || coalesce(redaction, 0) || ' ' || flags AS line FROM event
            UNION ALL
            SELECT 'extremity ' || room || ' ' || event FROM extremity
            UNION ALL
            SELECT 'entry ' || state_key || ' ' || from_version || ' ' || to_version || ' ' || event
            FROM state_entry
            UNION ALL
            SELECT 'server ' || server || ' ' || since || ' ' || coalesce(until, 0) || ' ' || joined
            FROM room_server
            UNION ALL
            SELECT 'alias ' || alias || ' ' || creator FROM room_alias
            ORDER BY line
            """;

    private static List<String> content(Database database) {
        return database.read(tx -> tx.list(CONTENT, row -> row.text(1)));
    }

    private static Row random(Random random, int number) {
        long key = random.nextInt(3) + 1L;
        long value = number + 10L;
        return switch (random.nextInt(12)) {
            case 0 -> EventRow.builder(key, TestRows.id(key), 1).flags(value).build();
            case 1 -> new AddEventFlags(key, 1L << random.nextInt(20));
            case 2 -> new RedactEvent(key, value, 1L << random.nextInt(20));
            case 3 -> new ExtremityRow(1, key);
            case 4 -> new DeleteExtremity(1, key);
            case 5 -> new StateEntryRow(1, key, 1, StateEntryRow.ALIVE, value);
            case 6 -> new CloseStateEntry(1, key, 1, value);
            case 7 -> new RoomServerRow(1, key, 0, 1);
            case 8 -> new UpdateRoomServer(1, key, value);
            case 9 -> new CloseRoomServer(1, key, 0, 0);
            case 10 -> new RoomAliasRow("#" + key + ":a", "!a", value);
            default -> new DeleteRoomAlias("#" + key + ":a");
        };
    }

    private static Committed commit(Database database, List<Row> rows) {
        Write.Builder write = Write.builder();
        int slot = write.position();
        assertThat(slot).isZero();
        rows.forEach(write::add);
        return database.commits().submit(Lane.ONLY, write.build()).await().orThrow();
    }

    @EachEngine
    void rows_inOneBatch_leaveTheSameAsOneByOne(TestDatabase test) {
        Database database = test.open();
        Random random = new Random(42);
        for (int round = 0; round < 60; round++) {
            List<Row> rows = new ArrayList<>();
            int count = 1 + random.nextInt(25);
            for (int i = 0; i < count; i++) {
                rows.add(random(random, i));
            }
            clear(database);
            long slot = database.frontier().at(Lane.ONLY).value() + 1;
            List<String> oneByOne = database.write(tx -> inTurn(tx, rows));
            clear(database);
            long first = commit(database, rows).at(0).value();

            assertThat(content(database))
                    .as(rows.toString())
                    .isEqualTo(shifted(oneByOne, slot, first));
        }
    }

    /// Adds and flushes each row by itself; reading flushes.
    private static List<String> inTurn(WriteTx tx, List<Row> rows) {
        Position position = tx.nextPosition();
        assertThat(position).isNotNull();
        List<String> content = List.of();
        for (Row row : rows) {
            tx.add(row);
            content = tx.list(CONTENT, result -> result.text(1));
        }
        return content;
    }

    /// The two runs have different positions.
    private static List<String> shifted(List<String> lines, long from, long to) {
        Function<String, String> shift =
                line ->
                        line.startsWith("server ")
                                ? line.replace(" " + from + " ", " " + to + " ")
                                        .replace(" " + from + " ", " " + to + " ")
                                : line;
        return lines.stream().map(shift).toList();
    }

    private static void clear(Database database) {
        database.execute(
                tx -> {
                    for (String table :
                            List.of(
                                    "event",
                                    "extremity",
                                    "state_entry",
                                    "room_server",
                                    "room_alias")) {
                        tx.update("DELETE FROM " + table);
                    }
                });
    }
}

package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.accounts.AccountDataRepository;
import org.stoa.storage.receipts.CountRepository;
import org.stoa.storage.receipts.ReceiptRepository;
import org.stoa.storage.rooms.EventRepository;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.StateRepository;
import org.stoa.storage.rooms.SyncRepository;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;

/// The queries that each /sync makes find their rows by an index: none of them walks a table.
class SyncQueryPlanTest {
    private record Query(String sql, @Nullable Object[] parameters) {}

    /// Notes the queries that repositories make, and finds nothing.
    private static final class Notes implements Tx {
        final List<Query> queries = new ArrayList<>();

        @Override
        public <T extends @Nullable Object> List<T> list(
                String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
            queries.add(new Query(sql, parameters));
            return List.of();
        }

        @Override
        public <T> Optional<T> one(
                String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
            queries.add(new Query(sql, parameters));
            return Optional.empty();
        }

        @Override
        public void forEach(String sql, RowConsumer consumer, @Nullable Object... parameters) {
            queries.add(new Query(sql, parameters));
        }
    }

    @EachEngine
    void queriesOfSync_useAnIndex(TestDatabase test) {
        Database database = test.open();
        Notes notes = new Notes();
        ask(notes);

        assertThat(notes.queries).hasSizeGreaterThan(20);
        for (Query query : notes.queries) {
            String plan = database.read(tx -> plan(tx, test.engine(), query));
            assertThat(plan)
                    .as(query.sql())
                    .doesNotContain("Seq Scan")
                    .doesNotContainPattern("SCAN (?!json_each|carray)\\w+");
        }
    }

    @EachEngine
    void privateReceipts_haveAnIndexOfTheirOwn(TestDatabase test) {
        Database database = test.open();
        Notes notes = new Notes();
        new ReceiptRepository().roomsOfPrivate(notes, 1, 2, 3);

        String plan = database.read(tx -> plan(tx, test.engine(), notes.queries.getFirst()));

        assertThat(plan).contains("receipt_private");
    }

    private static void ask(Tx tx) {
        SyncRepository sync = new SyncRepository();
        sync.changedRooms(tx, 1, 2, 3);
        sync.posAt(tx, 1, 2);
        sync.eventsBetween(tx, 1, 2, 3, 4);
        sync.oldestMembers(tx, 1, 2, 1, 3, 5);
        sync.keysOfOtherTypes(tx, new long[] {1, 2}, 3);
        ReceiptRepository receipts = new ReceiptRepository();
        receipts.ord(tx, 1, 2, 0, 0);
        receipts.floors(tx, 1, 2);
        receipts.changed(tx, 1, 2, 3, 4);
        receipts.roomsOfPrivate(tx, 1, 2, 3);
        receipts.lastSent(tx, 1);
        CountRepository counts = new CountRepository();
        counts.mainTotal(tx, 1);
        counts.mainTotalAt(tx, 1, 2);
        counts.threadTotal(tx, 1, 2);
        counts.threadTotalAt(tx, 1, 2, 3);
        counts.threadsAbove(tx, 1, 2);
        counts.uncountedAbove(tx, 1, 2, 3);
        counts.mentionsAbove(tx, 1, 2, 3);
        EventRepository events = new EventRepository();
        events.backwards(tx, 1, 2, 3);
        events.ordAt(tx, 1, 2);
        MembershipRepository memberships = new MembershipRepository();
        memberships.ofUser(tx, 1);
        memberships.ofUserSince(tx, 1, 2, 3);
        new AccountDataRepository().changed(tx, 1, new Position(1), new Position(2));
        StateRepository states = new StateRepository();
        states.currentAt(tx, 1, 2);
        states.changedKeys(tx, 1, 2, 3);
    }

    private static String plan(Tx tx, TestEngine engine, Query query) {
        if (engine == TestEngine.SQLITE) {
            return String.join(
                    "\n",
                    tx.list(
                            "EXPLAIN QUERY PLAN " + query.sql(),
                            row -> row.text(4),
                            query.parameters()));
        }
        // An empty table is cheapest to read as a whole; what counts is what is possible.
        var _ = tx.one("SELECT set_config('enable_seqscan', 'off', true)", row -> row.text(1));
        return String.join(
                "\n", tx.list("EXPLAIN " + query.sql(), row -> row.text(1), query.parameters()));
    }
}

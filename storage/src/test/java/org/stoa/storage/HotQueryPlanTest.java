package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;

/// Each statement that a request or an event needs finds its rows by the index that was made for it, among enough rows:
/// no walk through a table, and none through what happened in other rooms.
class HotQueryPlanTest {
    /// An index scan of PostgreSQL without a condition is a walk through all of the index.
    /// What a statement has found itself (`related`, `step`, `first_members`) is no table.
    private static final String WALK =
            "Seq Scan|Index (Only )?Scan[^\\n]*\\n(?!\\s*Index Cond)|SCAN (?!json_each|related|step|first_members)\\w+";

    /// The indexes for followers of everything; by these, a room's rows are found among those of all rooms.
    private static final String INDEX_OF_ALL =
            "\\b(event_pos|receipt_pos|room_version_pos|local_membership_pos|account_data_pos)\\b";

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Statement(String sql, @Nullable Object[] parameters) {}

    /// Notes the statements that are really run.
    private static final class Notes implements SqlWatch {
        private final List<Statement> statements = new CopyOnWriteArrayList<>();

        @Override
        public void runs(String sql, @Nullable Object[] parameters) {
            statements.add(new Statement(sql, parameters));
        }

        List<Statement> during(Runnable action) {
            statements.clear();
            action.run();
            return List.copyOf(statements);
        }
    }

    @EachEngine
    void queries_useTheIndexThatWasMadeForThem(TestDatabase test) {
        Notes notes = new Notes();
        Database database =
                test.closing(Database.open(test.config().withWatch(notes), CommitListener.NONE));
        HotRows.fill(database, test.engine());
        List<HotQueries.Query> queries =
                Stream.of(
                                HotQueries.sending(),
                                HotQueries.states(),
                                HotQueries.receiving(),
                                HotQueries.takingIn(),
                                HotQueries.syncing(),
                                HotQueries.paging(),
                                HotQueries.listing(),
                                HotQueries.meeting(),
                                HotQueries.finding(),
                                HotQueries.following(),
                                HotQueries.relating(),
                                HotQueries.counting(),
                                HotQueries.federating(),
                                HotQueries.bridging())
                        .flatMap(List::stream)
                        .toList();

        List<String> wrong = new ArrayList<>();
        for (HotQueries.Query query : queries) {
            List<Statement> ran = notes.during(() -> query.ask().accept(database));
            wrong.addAll(faults(database, test.engine(), query, ran));
        }

        assertThat(wrong).isEmpty();
    }

    private static List<String> faults(
            Database database, TestEngine engine, HotQueries.Query query, List<Statement> ran) {
        StringBuilder plans = new StringBuilder();
        for (Statement statement : ran) {
            plans.append(plan(database, engine, statement)).append('\n');
        }
        String all = plans.toString();
        List<String> faults = new ArrayList<>();
        if (all.matches("(?s).*(" + WALK + ").*")) {
            faults.add(query.name() + " walks a table:\n" + all);
        }
        boolean followsAll =
                query.indexes().stream().anyMatch(index -> index.matches(INDEX_OF_ALL));
        if (!followsAll && all.matches("(?s).*" + INDEX_OF_ALL + ".*")) {
            faults.add(query.name() + " walks through all rooms or users:\n" + all);
        }
        for (String index : query.indexes()) {
            if (!all.contains(engine == TestEngine.SQLITE ? onSqlite(index) : index)) {
                faults.add(query.name() + " does not use " + index + ":\n" + all);
            }
        }
        return faults;
    }

    /// Indexes that a definition of a table implies have other names there.
    private static String onSqlite(String index) {
        if (index.endsWith("_pkey")) {
            return "PRIMARY KEY";
        }
        return index.endsWith("_key") ? "sqlite_autoindex_" : index;
    }

    private static String plan(Database database, TestEngine engine, Statement statement) {
        boolean isSqlite = engine == TestEngine.SQLITE;
        List<String> lines =
                database.read(
                        tx ->
                                tx.list(
                                        (isSqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ")
                                                + statement.sql(),
                                        row -> row.text(isSqlite ? 4 : 1),
                                        statement.parameters()));
        return String.join("\n", lines);
    }
}

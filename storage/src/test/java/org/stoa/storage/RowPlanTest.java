package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.storage.rows.AddEventFlags;
import org.stoa.storage.rows.CloseRoomServer;
import org.stoa.storage.rows.CloseStateEntry;
import org.stoa.storage.rows.DeleteExtremity;
import org.stoa.storage.rows.DeleteMention;
import org.stoa.storage.rows.DeletePartialEvent;
import org.stoa.storage.rows.DeletePendingRedaction;
import org.stoa.storage.rows.DeletePublishedRoom;
import org.stoa.storage.rows.DeleteRelation;
import org.stoa.storage.rows.DeleteRemoteWord;
import org.stoa.storage.rows.ForgetRoom;
import org.stoa.storage.rows.RedactEvent;
import org.stoa.storage.rows.ReinstateEvent;
import org.stoa.storage.rows.UpdateMemberName;
import org.stoa.storage.rows.UpdatePublishedMembers;
import org.stoa.storage.rows.UpdatePublishedRoom;
import org.stoa.storage.rows.UpdateRoomHead;
import org.stoa.storage.rows.UpdateRoomPartial;
import org.stoa.storage.rows.UpdateRoomServer;
import org.stoa.storage.rows.UpdateStateBefore;
import org.stoa.storage.rows.WithdrawEvent;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;

/// The statements that rows become find their rows by key.
class RowPlanTest {
    private static final List<Row> ROWS =
            List.of(
                    new AddEventFlags(1, 1),
                    new RedactEvent(1, 1, 1),
                    new CloseStateEntry(1, 1, 1, 2),
                    new DeleteExtremity(1, 1),
                    new DeleteMention(1, 1, 1),
                    new DeletePendingRedaction(1, new byte[1], 1),
                    new DeleteRelation(1),
                    new ForgetRoom(1, 1, true),
                    new UpdateRoomHead(1, 1, 1, 1, 1, 1),
                    new UpdateRoomServer(1, 1, 1),
                    new UpdatePublishedRoom(1, "{}", ""),
                    new UpdatePublishedMembers(1, 1),
                    new DeletePublishedRoom(1),
                    new CloseRoomServer(1, 1, 0, 0),
                    new DeletePartialEvent(1, 1),
                    new UpdateMemberName(1, 1, 1, ""),
                    new DeleteRemoteWord("w", 1),
                    new UpdateRoomPartial(1, null, Write.NO_SLOT),
                    new UpdateStateBefore(1, 1, 1, null),
                    new WithdrawEvent(1, 1),
                    new ReinstateEvent(1, 1, null));

    @EachEngine
    void updatesAndDeletes_findTheirRowsByKey(TestDatabase test) {
        Database database =
                test.closing(
                        Database.open(
                                test.config(),
                                CommitListener.NONE,
                                (step, session) -> {
                                    if (step == CommitProbe.Step.ROWS_WRITTEN) {
                                        explainAll(session, test.engine());
                                    }
                                }));

        CommitResult result = database.commits().submit(Lane.ONLY, Write.builder().build()).await();

        result.orThrow();
    }

    private static void explainAll(Session session, TestEngine engine) throws SQLException {
        if (engine == TestEngine.POSTGRES) {
            session.update("SET LOCAL enable_seqscan = off");
        }
        for (Row row : ROWS) {
            RowKind kind = row.rowKind();
            List<String> plan =
                    engine == TestEngine.SQLITE
                            ? session.list(
                                    "EXPLAIN QUERY PLAN " + SqliteDialect.sql(kind),
                                    result -> result.text(4))
                            : session.list(
                                    "EXPLAIN " + PostgresDialect.sql(kind).replace("?::", "NULL::"),
                                    result -> result.text(1));
            assertThat(String.join("\n", plan))
                    .contains(engine == TestEngine.SQLITE ? "SEARCH" : "Index Cond");
        }
    }

    @Test
    void sql_ofEachOperation_isWhatItSays() {
        assertThat(PostgresDialect.sql(new CloseRoomServer(1, 1, 0, 0).rowKind()))
                .isEqualTo(
                        "UPDATE room_server SET until = given.until, joined = given.joined"
                                + " FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])"
                                + " AS given (room, server, until, joined)"
                                + " WHERE room_server.room = given.room AND room_server.server = given.server"
                                + " AND room_server.until IS NULL");
        assertThat(SqliteDialect.sql(new AddEventFlags(1, 1).rowKind()))
                .isEqualTo("UPDATE event SET flags = event.flags | ? WHERE event = ?");
        assertThat(SqliteDialect.sql(new DeleteExtremity(1, 1).rowKind()))
                .isEqualTo("DELETE FROM extremity WHERE room = ? AND event = ?");
    }
}

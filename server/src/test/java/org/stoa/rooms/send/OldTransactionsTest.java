package org.stoa.rooms.send;

import java.time.Duration;
import org.stoa.storage.Database;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

final class OldTransactionsTest {
    /// More than one batch.
    private static final int OLD = 2_500;

    @EachEngine
    void transactions_afterADay_areDeleted(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            addOld(server.homeserver().database(), server.time().millis());
            alice.say(room, "old");

            server.time().advance(Duration.ofHours(23));
            alice.say(room, "young");
            server.time().advance(Duration.ofHours(2));
            server.awaitTasks(() -> count(server, "sent_transaction") == 1);
            // The next time is planned, and this one is over.
            server.awaitTasks(
                    () -> count(server, "task WHERE kind = 'rooms.old_transactions'") == 1);
        }
    }

    private static void addOld(Database database, long now) {
        database.execute(
                tx ->
                        tx.update(
                                """
                                INSERT INTO sent_transaction (event, user_nid, request, ts, device, txn_id)
                                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
                                SELECT -i, 1, i, ? - i / 2, 'device', 'old' || i FROM n
                                """,
                                OLD,
                                now));
    }

    private static long count(TestServer server, String from) {
        return server.homeserver()
                .database()
                .read(tx -> tx.one("SELECT COUNT(*) FROM " + from, row -> row.number(1)))
                .orElseThrow();
    }
}

package org.stoa.storage.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.federation.InboundPduRepository.StagedPdu;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;

class InboundRepositoriesTest {
    private final InboundTransactionRepository transactions = new InboundTransactionRepository();
    private final InboundPduRepository staged = new InboundPduRepository();

    private static Database open(TestDatabase test) {
        return test.closing(Database.open(test.config(), CommitListener.NONE));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> ids(List<StagedPdu> rows) {
        return rows.stream().map(row -> new String(row.eventId(), StandardCharsets.UTF_8)).toList();
    }

    private Optional<String> answer(Database database, String origin, String id) {
        return database.read(tx -> transactions.answer(tx, origin, id))
                .map(answer -> new String(answer, StandardCharsets.UTF_8));
    }

    private List<StagedPdu> oldest(Database database) {
        return database.read(tx -> staged.oldest(tx, 1, 10));
    }

    private List<String> due(Database database, long now, int limit) {
        return ids(database.read(tx -> staged.due(tx, 1, now, limit)));
    }

    private List<Long> roomsDue(Database database) {
        return database.read(tx -> staged.roomsDue(tx, 50, 10));
    }

    private long count(Database database, Function<Tx, Long> counting) {
        return database.read(counting);
    }

    private void stage(Database database, long room, String origin, String... ids) {
        database.execute(
                tx -> {
                    for (String id : ids) {
                        staged.put(tx, room, bytes(id), origin, bytes("{}"));
                    }
                });
    }

    @EachEngine
    void transaction_keepsItsFirstAnswerUntilItIsOld(TestDatabase test) {
        Database database = open(test);
        database.execute(tx -> transactions.put(tx, "a.org", "1", 10, bytes("first")));
        database.execute(tx -> transactions.put(tx, "a.org", "1", 11, bytes("second")));
        database.execute(tx -> transactions.put(tx, "a.org", "2", 20, bytes("other")));

        assertThat(answer(database, "a.org", "1")).hasValue("first");
        assertThat(answer(database, "b.org", "1")).isEmpty();
        int deleted = database.write(tx -> transactions.deleteBefore(tx, 20, 100));
        assertThat(deleted).isEqualTo(1);
        assertThat(answer(database, "a.org", "1")).isEmpty();
        assertThat(answer(database, "a.org", "2")).isPresent();
    }

    @EachEngine
    void stagedEvents_areFoundInTheirOrderUntilTheyArePostponedOrDeleted(TestDatabase test) {
        Database database = open(test);
        stage(database, 1, "a.org", "one", "two", "one");
        stage(database, 1, "b.org", "three");
        stage(database, 2, "a.org", "four");

        database.execute(tx -> staged.postpone(tx, 1, bytes("two"), 3, 100));

        assertThat(ids(oldest(database))).containsExactly("one", "two", "three");
        assertThat(due(database, 99, 10)).containsExactly("one", "three");
        assertThat(due(database, 100, 1)).containsExactly("one");
        assertThat(oldest(database).get(1).attempts()).isEqualTo(3);
        assertThat(count(database, tx -> staged.count(tx, 1))).isEqualTo(3);
        assertThat(count(database, tx -> staged.count(tx, 1, "a.org"))).isEqualTo(2);
        assertThat(count(database, tx -> staged.count(tx, "a.org"))).isEqualTo(3);
        assertThat(roomsDue(database)).containsExactlyInAnyOrder(1L, 2L);

        database.execute(tx -> staged.delete(tx, 1, new byte[][] {bytes("one"), bytes("three")}));
        assertThat(roomsDue(database)).containsExactly(2L);
        database.execute(tx -> staged.deleteAll(tx, 1));
        assertThat(oldest(database)).isEmpty();
    }
}

package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.stoa.storage.StorageException.Kind;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;

class CommitQueueTest {
    private static List<Long> numbers(Database database, String sql) {
        return database.read(tx -> tx.list(sql, row -> row.number(1)));
    }

    private static Kind kind(Pending pending) {
        return switch (pending.await()) {
            case Committed committed -> throw new AssertionError("was committed: " + committed);
            case CommitResult.Failed failed -> failed.cause().kind();
        };
    }

    @EachEngine
    void submit_fromManyThreads_givesPositionsWithoutHoles(TestDatabase test) throws Exception {
        Database database = test.open();
        int threads = 16;
        int writes = 50;
        List<Future<List<Long>>> results = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < threads; thread++) {
                long room = thread + 1L;
                results.add(pool.submit(() -> submitInTurn(database, room, writes)));
            }
        }

        List<Long> all = new ArrayList<>();
        for (Future<List<Long>> result : results) {
            assertThat(result.get()).isSorted();
            all.addAll(result.get());
        }
        Collections.sort(all);
        assertThat(all).isEqualTo(LongStream.rangeClosed(1, 800).boxed().toList());
        assertThat(numbers(database, "SELECT pos FROM event ORDER BY pos")).isEqualTo(all);
        assertThat(database.frontier()).isEqualTo(Frontier.of(new Position(800)));
    }

    private static List<Long> submitInTurn(Database database, long room, int count) {
        List<Long> positions = new ArrayList<>();
        Basis basis = new Basis(room);
        for (int i = 0; i < count; i++) {
            Write write = TestRows.event(basis, room * 1_000 + i);
            Pending pending = database.commits().submit(Lane.ONLY, write);
            positions.add(pending.await().orThrow().at(0).value());
        }
        return positions;
    }

    @EachEngine
    void submit_withoutPositions_stillTakesOne(TestDatabase test) {
        Database database = test.open();

        database.commits().submit(Lane.ONLY, Write.builder().build()).await().orThrow();

        assertThat(database.frontier()).isEqualTo(Frontier.of(new Position(1)));
        assertThat(numbers(database, "SELECT pos FROM lane")).containsExactly(1L);
    }

    @EachEngine
    void batch_withAFailingWrite_failsItAndTheLaterOnesOfItsRoomOnly(TestDatabase test) {
        Database database = test.open();
        List<String> calls = new CopyOnWriteArrayList<>();
        Basis one = new Basis(1);
        Basis two = new Basis(2);
        Pending good;
        Pending bad;
        Pending built;
        Pending other;
        Pending otherBuilt;
        TestRows.Gate gate = new TestRows.Gate(database);
        good = submit(database, calls, "good", one, 1, TestRows.id(1));
        bad = submit(database, calls, "bad", one, 2, TestRows.id(1));
        other = submit(database, calls, "other", two, 3, TestRows.id(3));
        built = submit(database, calls, "built", one, 4, TestRows.id(4));
        otherBuilt = submit(database, calls, "otherBuilt", two, 5, TestRows.id(5));
        gate.open();

        assertThat(good.await().orThrow().first()).isLessThan(other.await().orThrow().first());
        assertThat(kind(bad)).isEqualTo(Kind.CONSTRAINT);
        assertThat(kind(built)).isEqualTo(Kind.CASCADE);
        otherBuilt.await().orThrow();
        assertThat(calls)
                .containsExactly("good", "bad CONSTRAINT", "other", "built CASCADE", "otherBuilt");
        assertThat(numbers(database, "SELECT event FROM event ORDER BY pos"))
                .containsExactly(1L, 3L, 5L);
        assertThat(numbers(database, "SELECT event FROM event_json ORDER BY event"))
                .containsExactly(1L, 3L, 5L);
    }

    private static Pending submit(
            Database database,
            List<String> calls,
            String name,
            Basis basis,
            long nid,
            byte[] eventId) {
        Write.Builder write = Write.forRoom(basis);
        TestRows.event(write, basis.room(), nid, eventId);
        write.onCommitted(committed -> calls.add(name));
        write.onFailed(cause -> calls.add(name + " " + cause.kind()));
        return database.commits().submit(Lane.ONLY, write.build());
    }

    @EachEngine
    void submit_afterAFailure_needsANewBasis(TestDatabase test) {
        Database database = test.open();
        Basis basis = new Basis(1);
        List<String> calls = new ArrayList<>();
        submit(database, calls, "first", basis, 1, TestRows.id(1)).await().orThrow();
        assertThat(kind(submit(database, calls, "bad", basis, 2, TestRows.id(1))))
                .isEqualTo(Kind.CONSTRAINT);

        assertThat(kind(submit(database, calls, "late", basis, 3, TestRows.id(3))))
                .isEqualTo(Kind.CASCADE);
        submit(database, calls, "again", new Basis(1), 4, TestRows.id(4)).await().orThrow();

        assertThat(numbers(database, "SELECT event FROM event ORDER BY event"))
                .containsExactly(1L, 4L);
    }

    @EachEngine
    void batch_withAClosureThatThrows_keepsTheRest(TestDatabase test) throws Exception {
        Database database = test.open();
        AtomicInteger failed = new AtomicInteger();
        CompletableFuture<Position> good = new CompletableFuture<>();
        CompletableFuture<String> bad = new CompletableFuture<>();
        Pending row;
        TestRows.Gate gate = new TestRows.Gate(database);
        row = database.commits().submit(Lane.ONLY, TestRows.event(new Basis(1), 1));
        Thread.ofVirtual().start(() -> bad.complete(failingWrite(database, failed)));
        awaitDepth(database, 2);
        Thread.ofVirtual().start(() -> good.complete(insertMeta(database, "good")));
        awaitDepth(database, 3);
        gate.open();

        assertThat(bad.get()).isEqualTo("no");
        assertThat(row.await().orThrow().first().plus(1)).isEqualTo(good.get());
        assertThat(failed).hasValue(1);
        List<String> names =
                database.read(tx -> tx.list("SELECT name FROM meta", result -> result.text(1)));
        assertThat(names).containsExactly("good");
    }

    private static void awaitDepth(Database database, int depth) {
        while (database.waitingWrites() < depth) {
            Thread.onSpinWait();
        }
    }

    private static Position insertMeta(Database database, String name) {
        return database.write(
                tx -> {
                    tx.update("INSERT INTO meta (name, value) VALUES (?, '')", name);
                    return tx.nextPosition();
                });
    }

    private static String failingWrite(Database database, AtomicInteger failed) {
        try {
            database.execute(
                    tx -> {
                        tx.onFailed(failed::incrementAndGet);
                        tx.update("INSERT INTO meta (name, value) VALUES ('bad', '')");
                        tx.nextPosition();
                        throw new IllegalArgumentException("no");
                    });
            return "was committed";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @EachEngine
    void closure_withABrokenStatement_failsAlone(TestDatabase test) {
        Database database = test.open();
        Pending row;
        CompletableFuture<Kind> bad = new CompletableFuture<>();
        TestRows.Gate gate = new TestRows.Gate(database);
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                database.execute(tx -> tx.update("UPDATE nothing SET x = 1"));
                            } catch (StorageException e) {
                                bad.complete(e.kind());
                            }
                        });
        awaitDepth(database, 1);
        row = database.commits().submit(Lane.ONLY, TestRows.event(new Basis(1), 1));
        gate.open();

        assertThat(bad.join()).isEqualTo(Kind.STATEMENT);
        row.await().orThrow();
    }

    @EachEngine
    void closure_afterAWriteOfTheSameBatch_seesItsRows(TestDatabase test) {
        Database database = test.open();
        CompletableFuture<List<Long>> seen = new CompletableFuture<>();
        TestRows.Gate gate = new TestRows.Gate(database);
        Pending unused = database.commits().submit(Lane.ONLY, TestRows.event(new Basis(1), 1));
        Thread.ofVirtual()
                .start(
                        () ->
                                seen.complete(
                                        database.write(
                                                tx ->
                                                        tx.list(
                                                                "SELECT event FROM event",
                                                                row -> row.number(1)))));
        awaitDepth(database, 2);
        assertThat(unused).isNotNull();
        gate.open();

        assertThat(seen.join()).containsExactly(1L);
    }

    @EachEngine
    void commit_inOrder_publishesRecordsMovesWakes(TestDatabase test) {
        AtomicReference<Database> opened = new AtomicReference<>();
        List<String> calls = new CopyOnWriteArrayList<>();
        CommitListener listener =
                new CommitListener() {
                    @Override
                    public void committed(Frontier frontier, List<Change> changes) {
                        calls.add("committed " + changes + " at " + now());
                    }

                    @Override
                    public void visible(Frontier frontier, List<Change> changes) {
                        calls.add("visible at " + now());
                    }

                    private long now() {
                        return opened.get().frontier().at(Lane.ONLY).value();
                    }
                };
        Database database = test.open(listener);
        opened.set(database);
        Write.Builder write = Write.forRoom(new Basis(5));
        TestRows.event(write, 5, 1);
        write.onCommitted(committed -> calls.add("published " + committed.at(0).value()));
        write.onVisible(() -> calls.add("shown at " + database.frontier().at(Lane.ONLY).value()));

        database.commits().submit(Lane.ONLY, write.build()).await().orThrow();
        database.close();

        Change change = new Change(new Position(1), new Change.Room(5));
        assertThat(calls)
                .containsExactly(
                        "published 1",
                        "committed " + List.of(change) + " at 0",
                        "shown at 1",
                        "visible at 1");
    }

    @EachEngine
    void frontier_whileWriting_showsOnlyWhatIsCommitted(TestDatabase test) throws Exception {
        Database database = test.open();
        AtomicBoolean stop = new AtomicBoolean();
        Future<Integer> reader;
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            reader = pool.submit(() -> compareFrontierWithRows(database, stop));
            for (long room = 1; room <= 4; room++) {
                List<Long> positions = submitInTurn(database, room, 60);
                assertThat(positions).hasSize(60);
            }
            stop.set(true);
        }

        assertThat(reader.get()).isPositive();
    }

    /// Counts how often every position up to the frontier had its row.
    private static int compareFrontierWithRows(Database database, AtomicBoolean stop) {
        int rounds = 0;
        while (!stop.get()) {
            long to = database.frontier().at(Lane.ONLY).value();
            long rows =
                    database.read(
                                    tx ->
                                            tx.one(
                                                    "SELECT count(*) FROM event WHERE pos <= ?",
                                                    row -> row.number(1),
                                                    to))
                            .orElseThrow();
            assertThat(rows).isEqualTo(to);
            rounds++;
        }
        return rounds;
    }

    @EachEngine
    void write_insideAWrite_isRefused(TestDatabase test) {
        Database database = test.open();

        assertThatThrownBy(() -> database.execute(tx -> database.execute(inner -> {})))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> database.execute(tx -> database.names().type("a")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> database.read(tx -> insertMeta(database, "a")))
                .isInstanceOf(IllegalStateException.class);
    }

    @EachEngine
    void close_withWritesWaiting_commitsThem(TestDatabase test) {
        List<Pending> pending = new ArrayList<>();
        Database database = test.open();
        for (long nid = 1; nid <= 600; nid++) {
            pending.add(database.commits().submit(Lane.ONLY, TestRows.event(new Basis(1), nid)));
        }

        database.close();

        pending.forEach(each -> assertThat(each.await()).isInstanceOf(Committed.class));
        assertThatThrownBy(
                        () ->
                                database.commits()
                                        .submit(Lane.ONLY, TestRows.event(new Basis(1), 601)))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CLOSED));
        assertThat(numbers(test.open(), "SELECT count(*) FROM event")).containsExactly(600L);
    }
}

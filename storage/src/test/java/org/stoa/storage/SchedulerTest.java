package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.Logged;
import org.stoa.storage.testing.TestDatabase;

class SchedulerTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    private Database open(TestDatabase test) {
        InstantSource time = now::get;
        return test.closing(Database.open(test.config(time), CommitListener.NONE));
    }

    @EachEngine
    void task_whenDue_isDoneOnce(TestDatabase test) {
        Scheduler scheduler = open(test).scheduler();
        List<String> done = new ArrayList<>();
        scheduler.register("greet", done::add);
        scheduler.schedule(START.plusSeconds(10), "greet", "late");
        scheduler.schedule(START, "greet", "now");

        assertThat(scheduler.runDue()).isEqualTo(1);
        assertThat(done).containsExactly("now");
        now.set(START.plusSeconds(10));
        assertThat(scheduler.runDue()).isEqualTo(1);
        assertThat(scheduler.runDue()).isZero();
        assertThat(done).containsExactly("now", "late");
    }

    @EachEngine
    void task_ofTheSame_isAddedOnlyWhileNoneIsStillToBegin(TestDatabase test) {
        Database database = open(test);
        Scheduler scheduler = database.scheduler();
        List<String> done = new ArrayList<>();
        scheduler.register(
                "tell",
                payload -> {
                    done.add(payload);
                    if (done.size() == 1) {
                        // While one runs.
                        tell(database, "bob");
                    }
                });

        for (int i = 0; i < 5; i++) {
            tell(database, "bob");
        }
        tell(database, "alice");
        scheduler.runDue();
        tell(database, "bob");
        scheduler.runDue();

        assertThat(done).containsExactly("bob", "bob", "alice", "bob");
    }

    private static void tell(Database database, String whom) {
        database.execute(tx -> database.scheduler().scheduleUnlessToBegin(tx, "tell", whom));
    }

    @EachEngine
    void task_afterARestart_isDone(TestDatabase test) {
        try (Database database = open(test)) {
            database.scheduler().schedule(START, "greet", "hello");
        }
        Scheduler scheduler = open(test).scheduler();
        List<String> done = new ArrayList<>();
        scheduler.register("greet", done::add);

        scheduler.runDue();

        assertThat(done).containsExactly("hello");
    }

    @EachEngine
    void task_thatFails_isTriedAgainLater(TestDatabase test) {
        Scheduler scheduler = open(test).scheduler();
        List<Instant> tries = new ArrayList<>();
        scheduler.register(
                "fail",
                payload -> {
                    tries.add(now.get());
                    if (tries.size() < 3) {
                        throw new IllegalStateException("not yet");
                    }
                });
        scheduler.schedule(START, "fail", "");

        for (int second = 0; second < 20; second++) {
            now.set(START.plusSeconds(second));
            scheduler.runDue();
        }

        assertThat(tries).containsExactly(START, START.plusSeconds(5), START.plusSeconds(15));
    }

    @EachEngine
    void task_thatIsCutOffByTheEnd_beginsAgainAfterTheNextStart(TestDatabase test) {
        List<String> lines;
        try (Database database = open(test);
                Logged logged = Logged.by(Scheduler.class)) {
            Scheduler scheduler = database.scheduler();
            scheduler.register("copy", payload -> cutOff(scheduler));
            scheduler.schedule(START, "copy", "one");
            scheduler.schedule(START, "copy", "two");
            scheduler.runDue();
            lines = logged.lines();
        }
        Scheduler scheduler = open(test).scheduler();
        List<String> done = new ArrayList<>();
        scheduler.register("copy", done::add);

        scheduler.runDue();

        assertThat(lines).containsExactly("DEBUG A task of the kind copy was cut off");
        assertThat(done).containsExactly("one", "two");
    }

    private static void cutOff(Scheduler scheduler) {
        scheduler.close();
        throw new IllegalStateException("nothing is left to work on");
    }

    @EachEngine
    void task_thatFails_isLoggedAsAWarning(TestDatabase test) {
        Scheduler scheduler = open(test).scheduler();
        scheduler.register(
                "fail",
                payload -> {
                    throw new IllegalStateException("not yet");
                });
        scheduler.schedule(START, "fail", "");

        try (Logged logged = Logged.by(Scheduler.class)) {
            scheduler.runDue();

            assertThat(logged.lines())
                    .containsExactly(
                            "WARN A task of the kind fail failed and is tried again later");
        }
    }

    @EachEngine
    void task_ofARolledBackWrite_isNotThere(TestDatabase test) {
        Database database = open(test);
        List<String> done = new ArrayList<>();
        database.scheduler().register("greet", done::add);
        try {
            database.execute(
                    tx -> {
                        database.scheduler().schedule(tx, START, "greet", "hello");
                        throw new IllegalArgumentException();
                    });
        } catch (IllegalArgumentException e) {
            assertThat(database.scheduler().runDue()).isZero();
        }
        assertThat(done).isEmpty();
    }

    @EachEngine
    void task_thatIsCancelled_isNotDone(TestDatabase test) {
        Database database = open(test);
        Scheduler scheduler = database.scheduler();
        List<String> done = new ArrayList<>();
        scheduler.register("greet", done::add);
        long task = scheduler.schedule(START, "greet", "hello");

        database.execute(tx -> scheduler.cancel(tx, task));

        assertThat(scheduler.runDue()).isZero();
        assertThat(done).isEmpty();
    }

    @EachEngine
    void scheduler_whenStarted_doesWhatIsAdded(TestDatabase test) {
        Scheduler scheduler = open(test).scheduler();
        CountDownLatch done = new CountDownLatch(1);
        scheduler.register("greet", payload -> done.countDown());
        scheduler.start();

        scheduler.schedule(START, "greet", "hello");

        TestRows.await(done);
        assertThat(Scheduler.pause(100)).isEqualTo(Duration.ofHours(1));
    }
}

package org.stoa.storage;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Something that waits to be committed. What happens to it happens on the writer's thread.
abstract sealed class Entry {
    private static final Logger LOG = LoggerFactory.getLogger(Entry.class);

    private final CompletableFuture<CommitResult> result = new CompletableFuture<>();

    /// What it is built on, or null.
    abstract @Nullable Basis basis();

    abstract long weight();

    /// Whether it can fail by its own decision, so that the rest of its batch should not have to be run again.
    abstract boolean mayRefuse();

    final boolean isDone() {
        return result.isDone();
    }

    static StorageException cause(Throwable e) {
        return e instanceof StorageException failure
                ? failure
                : new StorageException(StorageException.Kind.STATEMENT, "the write threw " + e, e);
    }

    /// Writes what it has into the transaction; may be called again after a rollback.
    abstract void apply(Transaction transaction) throws SQLException;

    /// Adds what it changed, in order of position.
    abstract void changes(List<Change> all);

    abstract List<Runnable> committedActions();

    abstract List<Runnable> visibleActions();

    abstract List<Consumer<StorageException>> failedActions();

    abstract Committed committed();

    final void publish() {
        for (Runnable action : committedActions()) {
            guarded(action);
        }
    }

    final void complete() {
        visibleActions().forEach(Entry::guarded);
        result.complete(committed());
        release();
    }

    /// Lets go of what was written: whoever keeps the entry to wait for it should not keep the rows.
    abstract void release();

    final void fail(StorageException cause) {
        Basis basis = basis();
        if (basis != null) {
            basis.fail();
        }
        for (Consumer<StorageException> action : failedActions()) {
            guarded(() -> action.accept(cause));
        }
        result.complete(new CommitResult.Failed(cause));
        release();
    }

    /// A call-back that throws is a defect; it must not keep those of other writes from being called.
    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A call-back after a commit failed", e);
        }
    }

    final CommitResult awaitResult() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// A write of rows.
    static final class Rows extends Entry implements Pending {
        private static final Write NOTHING = Write.builder().build();

        private Write write;
        private Committed committed = new Committed(Position.ZERO, 0);

        Rows(Write write) {
            this.write = write;
        }

        @Override
        public CommitResult await() {
            WriterThread.mustNotWait();
            return awaitResult();
        }

        @Override
        void release() {
            write = NOTHING;
        }

        @Override
        @Nullable Basis basis() {
            return write.basis();
        }

        @Override
        long weight() {
            return write.weight();
        }

        @Override
        boolean mayRefuse() {
            return false;
        }

        @Override
        void apply(Transaction transaction) throws SQLException {
            committed = transaction.take(write.slots());
            for (Row row : write.rows()) {
                transaction.add(row, committed);
            }
        }

        @Override
        void changes(List<Change> all) {
            for (Write.SlotChange change : write.changes()) {
                all.add(new Change(committed.at(change.slot()), change.target()));
            }
        }

        @Override
        List<Runnable> committedActions() {
            return write.onCommitted().stream()
                    .map(action -> (Runnable) () -> action.accept(committed))
                    .toList();
        }

        @Override
        List<Runnable> visibleActions() {
            return write.onVisible();
        }

        @Override
        List<Consumer<StorageException>> failedActions() {
            return write.onFailed();
        }

        @Override
        Committed committed() {
            return committed;
        }
    }

    /// A closure.
    static final class Closure<T extends @Nullable Object> extends Entry {
        /// What a closure is taken to write, since nobody knows before.
        private static final long WEIGHT = 1_024;

        private final Function<WriteTx, T> work;
        private ClosureTx tx = ClosureTx.NOT_RUN;
        private @Nullable T value;
        private @Nullable Throwable thrown;

        Closure(Function<WriteTx, T> work) {
            this.work = work;
        }

        @Override
        @Nullable Basis basis() {
            return null;
        }

        @Override
        long weight() {
            return WEIGHT;
        }

        @Override
        boolean mayRefuse() {
            return true;
        }

        @Override
        void apply(Transaction transaction) throws SQLException {
            thrown = null;
            tx = new ClosureTx(transaction);
            try {
                transaction.flush();
                value = work.apply(tx);
                transaction.flush();
            } catch (RuntimeException | Error e) {
                thrown = e;
                throw e;
            } finally {
                tx.end();
            }
        }

        /// Nothing: the caller takes the value, and keeps nothing else.
        @Override
        void release() {}

        @SuppressWarnings("NullAway") // the value is null only when the closure returned null
        T valueOrThrow() {
            return switch (awaitResult()) {
                case Committed committed -> value;
                case CommitResult.Failed failed -> throw failure(failed.cause());
            };
        }

        /// Returns what the closure itself threw the last time it ran, else why it failed.
        private RuntimeException failure(StorageException cause) {
            return switch (thrown) {
                case null -> cause.forCaller();
                case StorageException failure -> cause.forCaller();
                case RuntimeException own -> own;
                case Error own -> throw own;
                default -> throw new IllegalStateException(thrown);
            };
        }

        @Override
        void changes(List<Change> all) {
            all.addAll(tx.changes());
        }

        @Override
        List<Runnable> committedActions() {
            return tx.onCommitted();
        }

        @Override
        List<Runnable> visibleActions() {
            return List.of();
        }

        @Override
        List<Consumer<StorageException>> failedActions() {
            List<Consumer<StorageException>> actions = new ArrayList<>();
            for (Runnable action : tx.onFailed()) {
                actions.add(cause -> action.run());
            }
            return actions;
        }

        @Override
        Committed committed() {
            return tx.positions();
        }
    }
}

package org.stoa.storage;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.storage.StorageException.Kind;

/// A few platform threads, each with a connection of its own, that run reads for callers on virtual threads.
///
/// Thread-safe.
final class ReaderThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderThreads.class);

    /// Reads that wait for a thread; more than this at once is a defect or an attack.
    private static final int MAX_WAITING = 50_000;

    private static final long CLOSE_SECONDS = 30;

    private final Callable<Session> source;
    private final Dialect dialect;
    private final ThreadPoolExecutor threads;

    /// Threads that may still have a connection: the pool counts a thread as ended before it has let go of its own.
    private final Set<Thread> connected = ConcurrentHashMap.newKeySet();

    ReaderThreads(int count, Dialect dialect, Callable<Session> source) {
        this.source = source;
        this.dialect = dialect;
        AtomicInteger number = new AtomicInteger();
        this.threads =
                new ThreadPoolExecutor(
                        count,
                        count,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(MAX_WAITING),
                        work -> new Reader(work, "stoa-reader-" + number.getAndIncrement()));
    }

    /// A thread with its connection, which only it uses.
    private final class Reader extends Thread {
        private @Nullable Session session;

        Reader(Runnable work, String name) {
            super(work, name);
            setDaemon(true);
        }

        @Override
        public void run() {
            connected.add(this);
            try {
                super.run();
            } finally {
                disconnect();
                connected.remove(this);
            }
        }

        Session session(Callable<Session> source) throws SQLException {
            Session open = session;
            if (open != null) {
                return open;
            }
            try {
                session = open = source.call();
                return open;
            } catch (SQLException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        void disconnect() {
            Session open = session;
            session = null;
            if (open == null) {
                return;
            }
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("Closing a reading connection failed", e);
            }
        }
    }

    <T extends @Nullable Object> T read(Function<Tx, T> work) {
        Future<T> future = submit(() -> run(work));
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw rethrow(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Returns how many reads run now.
    int running() {
        return threads.getActiveCount();
    }

    /// Returns how many reads wait for a thread.
    int waiting() {
        return threads.getQueue().size();
    }

    private <T extends @Nullable Object> Future<T> submit(Callable<T> work) {
        try {
            return threads.submit(work);
        } catch (RejectedExecutionException e) {
            throw threads.isShutdown()
                    ? new StorageException(Kind.CLOSED, "the database is closed", e)
                    : new StorageException(Kind.OVERLOADED, MAX_WAITING + " reads wait", e);
        }
    }

    private static RuntimeException rethrow(ExecutionException e) {
        return switch (e.getCause()) {
            case StorageException failure -> failure.forCaller();
            case RuntimeException exception -> exception;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(e);
        };
    }

    private <T extends @Nullable Object> T run(Function<Tx, T> work) {
        Reader reader = (Reader) Thread.currentThread();
        try {
            Session session = reader.session(source);
            try {
                return work.apply(new SessionTx(session));
            } finally {
                session.rollback();
            }
        } catch (SQLException e) {
            reader.disconnect();
            throw dialect.failure(e);
        } catch (StorageException e) {
            if (e.kind() == Kind.UNAVAILABLE) {
                reader.disconnect();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Reads still run after {} s", CLOSE_SECONDS);
                return;
            }
            for (Thread thread : connected) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

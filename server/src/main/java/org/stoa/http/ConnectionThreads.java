package org.stoa.http;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.ExecutionStrategy;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/// Jetty's threads, for accepting, selecting and parsing only: requests have virtual threads of their own.
///
/// When an answer is written, Jetty hands the connection to one of its threads to look for the next request. To wake that
/// thread cost more than the looking, so the thread that wrote the answer looks itself, after everything else.
final class ConnectionThreads extends QueuedThreadPool {
    private static final int MAX_THREADS = 64;
    private static final int MIN_THREADS = 2;

    private static final ThreadLocal<Next> NEXT = new ThreadLocal<>();

    ConnectionThreads() {
        super(MAX_THREADS, MIN_THREADS);
        setName("http");
    }

    /// Runs what writes an answer on a thread that has nothing else to do, and then goes on with its connection.
    @SuppressWarnings("ThreadPriorityCheck") // whether it yields decides only what it costs
    void answerAndGoOn(Runnable answer) {
        Next own = new Next();
        NEXT.set(own);
        try {
            answer.run();
        } finally {
            NEXT.remove();
        }
        // Not before: the connection would go on inside of what ends the answer.
        Runnable connection = own.connection;
        if (connection != null) {
            // After the others that are ready: by then the next request may be there.
            Thread.yield();
            connection.run();
        }
    }

    @Override
    public void execute(Runnable job) {
        Next own = job instanceof Connection ? NEXT.get() : null;
        if (own != null && own.connection == null) {
            own.connection = job;
        } else {
            super.execute(job);
        }
    }

    /// What must be done at once, such as the refusal of a head, Jetty would give to a new thread of the platform whenever none of
    /// these is free. Another thread to select with is only tried for.
    @Override
    public boolean tryExecute(Runnable job) {
        if (super.tryExecute(job)) {
            return true;
        }
        if (job instanceof ExecutionStrategy) {
            return false;
        }
        Thread.ofVirtual().name("http-now").start(job);
        return true;
    }

    /// What the thread does next.
    private static final class Next {
        private @Nullable Runnable connection;
    }
}

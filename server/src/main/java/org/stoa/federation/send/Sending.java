package org.stoa.federation.send;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.platform.Time;
import org.stoa.remote.Destinations;

/// Tells destinations what waits for them, each on a thread of its own that ends when there is nothing left. Thread-safe.
final class Sending implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    /// Servers that are behind and are told at the same time: most of them do not answer, and each takes up a connection
    /// while that shows. Those that keep up do not wait for them.
    private static final int MAX_BEHIND = 50;

    /// How long a server is left alone that failed for a reason which is not its own.
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /// All were interrupted by then.
    private static final Duration END = Duration.ofMillis(500);

    private final Delivery delivery;
    private final CatchUp catchUp;
    private final Destinations known;
    private final Time time;
    private final Semaphore behind = new Semaphore(MAX_BEHIND);
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Sending(Delivery delivery, CatchUp catchUp, Destinations known, Time time) {
        this.delivery = delivery;
        this.catchUp = catchUp;
        this.known = known;
        this.time = time;
    }

    /// Begins to tell a destination; the caller was told by it that nobody else does.
    void start(Destination destination) {
        Thread thread =
                Thread.ofVirtual()
                        .name("federation-send-" + destination.server())
                        .unstarted(() -> run(destination));
        threads.add(thread);
        if (closed) {
            threads.remove(thread);
            return;
        }
        thread.start();
    }

    private void run(Destination destination) {
        boolean counts = destination.isBehind();
        if (counts && !behind.tryAcquire()) {
            destination.failed(time.nanoTime());
            threads.remove(Thread.currentThread());
            return;
        }
        try {
            tell(destination);
        } catch (RuntimeException e) {
            destination.failed(time.nanoTime() + PAUSE.toNanos());
            if (!closed) {
                LOG.error("telling {} failed; it is tried again", destination.server(), e);
            }
        } finally {
            if (counts) {
                behind.release();
            }
            threads.remove(Thread.currentThread());
        }
    }

    private void tell(Destination destination) {
        while (!closed) {
            switch (destination.next()) {
                case Step.Rest _ -> {
                    return;
                }
                case Step.CatchUp(long from) -> {
                    if (!catchUp(destination, from)) {
                        return;
                    }
                }
                case Step.Send(Transaction transaction) -> {
                    if (!send(destination, transaction)) {
                        return;
                    }
                }
            }
        }
    }

    private boolean catchUp(Destination destination, long from) {
        catchUp.look(destination, from);
        if (!destination.isBehind() || destination.queued() > 0) {
            return true;
        }
        // An event that it was passed over with is just being offered to the others.
        destination.failed(time.nanoTime());
        return false;
    }

    private boolean send(Destination destination, Transaction transaction) {
        if (known.retryAt(destination.server()).isPresent()) {
            destination.failed(nextTry(destination));
            return false;
        }
        switch (delivery.send(destination, transaction)) {
            case TAKEN -> destination.taken(transaction, time.nanoTime());
            case REFUSED -> refused(destination, transaction);
            case FAILED -> {
                destination.failed(nextTry(destination));
                return false;
            }
        }
        return true;
    }

    /// What is wrong may be one event; the others are not to suffer from it.
    private void refused(Destination destination, Transaction transaction) {
        if (transaction.items().size() > 1) {
            destination.refused(transaction);
        } else {
            destination.taken(transaction, time.nanoTime());
        }
    }

    private long nextTry(Destination destination) {
        Optional<Instant> retryAt = known.retryAt(destination.server());
        Duration pause =
                retryAt.map(at -> Duration.between(time.instant(), at))
                        .filter(left -> left.isPositive())
                        .orElse(PAUSE);
        return time.nanoTime() + pause.toNanos();
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        threads.forEach(Sending::join);
    }

    private static void join(Thread thread) {
        try {
            var _ = thread.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package org.stoa.appservice.push;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.appservice.Registration;
import org.stoa.appservice.client.ServiceAnswer;
import org.stoa.appservice.client.ServiceAnswer.Answered;
import org.stoa.appservice.client.ServiceClient;
import org.stoa.platform.Time;
import org.stoa.remote.RemotePath;

/// Tells one service of what concerns it, one transaction after the other, each until it is acknowledged. A virtual thread of
/// its own.
///
/// While the service does not take what it is told, the courier sleeps and does not listen: a commit does not wake it, and it
/// reads nothing and writes nothing. A try costs a request with the bytes that it has, and the database nothing.
final class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    /// A service works on a transaction before it answers.
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /// A wake-up may get lost: it looks by itself so often.
    private static final Duration IDLE = Duration.ofSeconds(30);

    /// A sign of life ends the wait for the next try, but not more often than this.
    private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(1);

    private final Registration service;
    private final ServiceClient client;
    private final Source source;
    private final Waker waker;
    private final Time time;
    private final Queue queue;
    private final Reader reader;
    private final Thread thread;
    private final AtomicBoolean sending = new AtomicBoolean();
    private volatile boolean closed;
    private volatile boolean news;
    private volatile boolean isIdle;
    private volatile @Nullable Failure failure;
    private long ephemeralReached;

    /// That the service does not take what it is told.
    ///
    /// @param count how often in a row
    /// @param reason of the last one
    /// @param atNanos when that was
    record Failure(int count, String reason, long atNanos) {}

    Courier(Registration service, ServiceClient client, Source source, Waker waker, Time time) {
        this.service = service;
        this.client = client;
        this.source = source;
        this.waker = waker;
        this.time = time;
        this.queue = new Queue(service.id(), source.database());
        this.reader = new Reader(service, source, time);
        this.ephemeralReached = source.counter().last();
        this.thread = Thread.ofVirtual().name("appservice-" + service.id()).unstarted(this::run);
    }

    /// Reads up to where it came, so that nothing after this is missed, and begins.
    void start() {
        queue.open(source.frontier());
        thread.start();
    }

    /// Says that there may be news. Quick.
    void wake() {
        if (isIdle && !news) {
            news = true;
            LockSupport.unpark(thread);
        }
    }

    /// The service has shown that it lives: no need to wait longer.
    void heardOf() {
        Failure last = failure;
        if (last != null && time.nanoTime() - last.atNanos() > BETWEEN_SIGNS.toNanos()) {
            news = true;
            LockSupport.unpark(thread);
        }
    }

    /// Why the service was not told, last; empty while it takes everything.
    Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }

    /// How far it is.
    Queue queue() {
        return queue;
    }

    /// Ends it: at once while it waits for the service, otherwise after what it does in the database.
    void close() {
        closed = true;
        synchronized (sending) {
            if (sending.get()) {
                thread.interrupt();
            }
        }
        LockSupport.unpark(thread);
    }

    /// Waits for the end, after [#close].
    void awaitEnd(Duration atMost) {
        try {
            thread.join(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                stepOrFail();
            }
        } finally {
            waker.remove(this);
        }
    }

    private void stepOrFail() {
        try {
            step();
        } catch (RuntimeException e) {
            if (closed) {
                return;
            }
            LOG.error(
                    "application service {}: what it is told cannot be prepared", service.id(), e);
            failed("this server failed, see its log");
        }
    }

    private void step() {
        byte[] body = queue.pending();
        if (body != null) {
            deliver(body);
        } else if (!prepare()) {
            succeeded();
            rest();
        }
    }

    /// Makes the next transaction; returns false when there is nothing to tell now.
    private boolean prepare() {
        news = false;
        isIdle = true; // From here on a wake-up counts.
        waker.add(this);
        while (!closed) {
            Batch batch = reader.next(queue.reached(), ephemeralReached);
            ephemeralReached = batch.ephemeralReached();
            if (closed) {
                return true;
            }
            if (!batch.isEmpty()) {
                isIdle = false;
                queue.add(batch);
                return true;
            }
            if (batch.reached().equals(queue.reached())) {
                queue.settle();
                return false;
            }
            queue.skipTo(batch.reached());
        }
        return true;
    }

    private void rest() {
        sleepUntil(time.nanoTime() + IDLE.toNanos());
        isIdle = false;
    }

    private void deliver(byte[] body) {
        ServiceAnswer answer = send(body);
        if (closed) {
            return;
        }
        if (answer instanceof Answered answered && isAcknowledgement(answered)) {
            succeeded();
            queue.acknowledged();
            return;
        }
        failed(
                answer instanceof Answered answered && answered.isSuccess()
                        ? "it answered with something else than JSON"
                        : answer.summary());
    }

    private ServiceAnswer send(byte[] body) {
        synchronized (sending) {
            sending.set(!closed);
        }
        try {
            return client.tell(
                    service,
                    ServiceClient.Kind.TRANSACTIONS,
                    "PUT",
                    RemotePath.of("/transactions/{}", queue.pendingId()),
                    body,
                    TIMEOUT);
        } finally {
            synchronized (sending) {
                sending.set(false);
            }
            // An interrupt was for the request; the database must not meet it.
            var _ = Thread.interrupted();
        }
    }

    /// Success, and JSON or nothing: a page of some other program at that address is no acknowledgement.
    private static boolean isAcknowledgement(Answered answer) {
        return answer.isSuccess() && (answer.text().isBlank() || answer.json().isPresent());
    }

    private void succeeded() {
        if (failure != null) {
            LOG.info("application service {} takes events again", service.id());
        }
        failure = null;
    }

    private void failed(String reason) {
        waker.remove(this);
        Failure last = failure;
        int count = last == null ? 1 : last.count() + 1;
        Duration wait = Backoff.after(count);
        if (count == 1 || !reason.equals(last == null ? "" : last.reason())) {
            LOG.warn(
                    "application service {} does not take events: {}; it is tried again",
                    service.id(),
                    reason);
        }
        isIdle = false;
        news = false;
        long now = time.nanoTime();
        failure = new Failure(count, reason, now);
        sleepUntil(now + wait.toNanos());
    }

    /// Until there is news, or the deadline has come.
    private void sleepUntil(long deadline) {
        while (!closed && !news) {
            long left = deadline - time.nanoTime();
            if (left <= 0) {
                return;
            }
            time.park(this, Duration.ofNanos(left));
        }
    }
}

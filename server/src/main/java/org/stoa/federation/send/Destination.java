package org.stoa.federation.send;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;

/// Another server that is being told something, or that is behind. Thread-safe; at most one thread sends to it at a time.
///
/// While it keeps up, each event that comes is queued here until the server has taken it. When it fails, or is too slow, the
/// queue is dropped and it is *behind*: then only what is stored says what it has missed, and it takes no memory to speak of.
/// It keeps up again once nothing is left that it was passed over with.
final class Destination {
    /// Events that wait; a server that is slower than that catches up from what is stored.
    static final int MAX_QUEUE = 1_000;

    /// How long the first event in the queue may hold back the sender's cursor.
    static final Duration MAX_HOLD = Duration.ofSeconds(10);

    private final long nid;
    private final ServerName server;
    private final Supplier<String> ids;
    private final Deque<Item> queue = new ArrayDeque<>();
    private final PendingEdus edus = new PendingEdus();
    private @Nullable Transaction unfinished;
    private boolean running;
    private boolean behind;
    private boolean turned;
    private boolean moved;
    private long sentPos;
    private long skippedPos;
    private long loadedPos;
    private long singlyUpTo;
    private long paid;
    private long headSince;
    private long retryAt;

    /// A server that keeps up.
    ///
    /// @param ids gives ids to transactions
    Destination(long nid, ServerName server, Supplier<String> ids) {
        this.nid = nid;
        this.server = server;
        this.ids = ids;
    }

    /// A server as it was stored.
    ///
    /// @param skippedPos where the sender goes on reading; of what stands before it this server may have missed some
    /// @param now the `nanoTime`
    static Destination stored(
            long nid,
            ServerName server,
            Supplier<String> ids,
            long sentPos,
            boolean behind,
            long skippedPos,
            long now) {
        Destination destination = new Destination(nid, server, ids);
        destination.sentPos = sentPos;
        destination.behind = behind;
        destination.skippedPos = behind ? skippedPos : 0;
        destination.retryAt = now;
        return destination;
    }

    long nid() {
        return nid;
    }

    ServerName server() {
        return server;
    }

    /// Takes an event that follows all that came before. Returns whether a thread has to be started.
    synchronized boolean offer(Item item, long now) {
        if (item.pos() <= sentPos) {
            return false;
        }
        if (behind) {
            skippedPos = item.pos();
            return false;
        }
        if (queue.isEmpty()) {
            headSince = now;
        }
        queue.add(item);
        if (queue.size() > MAX_QUEUE) {
            fallBehind();
            retryAt = now;
        }
        return begin();
    }

    /// Takes something that is not stored; of the same key the last one counts. Returns whether a thread has to be started.
    ///
    /// @param atOnce false when it may wait for the next transaction
    synchronized boolean offer(EduKey key, JsonObject edu, boolean atOnce) {
        if (behind) {
            return false;
        }
        edus.put(key, edu);
        return atOnce && begin();
    }

    /// Returns whether a thread has to be started for what is not stored and has waited.
    synchronized boolean hasWaitingEdus() {
        return !behind && !edus.isEmpty() && begin();
    }

    private boolean begin() {
        if (running) {
            return false;
        }
        running = true;
        return true;
    }

    /// Returns what the thread does next; after [Step.Rest] it has ended.
    synchronized Step next() {
        if (unfinished == null) {
            unfinished = gathered();
        }
        if (unfinished != null) {
            return new Step.Send(unfinished);
        }
        if (behind) {
            return new Step.CatchUp(sentPos);
        }
        running = false;
        return new Step.Rest();
    }

    private @Nullable Transaction gathered() {
        List<Item> items = new ArrayList<>();
        for (Item item : queue) {
            items.add(item);
            if (items.size() == Transaction.MAX_PDUS || item.pos() <= singlyUpTo) {
                break;
            }
        }
        List<JsonObject> more = behind ? List.of() : edus.take(Transaction.MAX_EDUS);
        return items.isEmpty() && more.isEmpty() ? null : new Transaction(ids.get(), items, more);
    }

    /// The server has taken a transaction, or never will.
    synchronized void taken(Transaction transaction, long now) {
        unfinished = null;
        headSince = now;
        if (transaction.items().isEmpty()) {
            return;
        }
        long last = transaction.lastPos();
        while (!queue.isEmpty() && queue.getFirst().pos() <= last) {
            queue.removeFirst();
        }
        if (transaction.items().stream().anyMatch(Item::owed)) {
            paid = Math.max(paid, last);
        }
        told(behind && queue.isEmpty() ? Math.max(last, loadedPos) : last);
    }

    /// The server refuses something in a transaction of several events; each is sent alone now.
    synchronized void refused(Transaction transaction) {
        unfinished = null;
        singlyUpTo = transaction.lastPos();
    }

    /// What it has missed. Returns nothing; with an empty list up to the newest event it keeps up again.
    ///
    /// @param upTo up to where there is nothing else
    synchronized void missed(List<Item> items, long upTo) {
        queue.addAll(items);
        loadedPos = upTo;
        if (!items.isEmpty()) {
            return;
        }
        told(upTo);
        if (skippedPos <= upTo) {
            behind = false;
            turned = true;
        }
    }

    private void told(long pos) {
        if (pos > sentPos) {
            sentPos = pos;
            moved = true;
        }
    }

    /// It does not answer, and the thread has ended: what waits is dropped.
    ///
    /// @param nextTry when it is tried again, in `nanoTime`
    synchronized void failed(long nextTry) {
        running = false;
        retryAt = nextTry;
        edus.clear();
        if (unfinished != null) {
            unfinished = unfinished.items().isEmpty() ? null : unfinished.withoutEdus();
        }
        if (!queue.isEmpty()) {
            fallBehind();
        }
    }

    /// Makes it behind if its first event has waited for so long that the cursor must not wait for it any more.
    synchronized void lookAtClock(long now) {
        if (!behind && !queue.isEmpty() && now - headSince > MAX_HOLD.toNanos()) {
            fallBehind();
        }
    }

    private void fallBehind() {
        if (!behind) {
            // What was told stays told: the queue holds all that follows.
            sentPos = Math.max(sentPos, queue.getFirst().pos() - 1);
            skippedPos = queue.getLast().pos();
            behind = true;
            turned = true;
        }
        loadedPos = 0;
        queue.clear();
        edus.clear();
    }

    /// Returns whether a thread has to be started because it is time to try again.
    synchronized boolean isDue(long now) {
        return behind && retryAt - now <= 0 && begin();
    }

    /// Returns whether a thread has to be started because it gave a sign of life.
    synchronized boolean wake() {
        return behind && begin();
    }

    synchronized boolean isBehind() {
        return behind;
    }

    /// How many events wait in memory.
    synchronized int queued() {
        return queue.size();
    }

    /// How it stands now.
    synchronized Standing standing() {
        boolean holds = !behind && !queue.isEmpty();
        long holdsAt = holds ? queue.getFirst().pos() - 1 : Long.MAX_VALUE;
        return new Standing(sentPos, behind, holdsAt, turned, moved, paid);
    }

    /// It is stored how it stood.
    synchronized void stored(Standing standing) {
        turned &= behind != standing.behind();
        moved &= sentPos != standing.sentPos();
        paid = paid == standing.paid() ? 0 : paid;
    }

    /// Whether nothing has to be remembered of it.
    ///
    /// @param cursor where the sender goes on reading after a restart
    synchronized boolean isForgettable(long cursor) {
        return !running
                && !behind
                && !turned
                && paid == 0
                && queue.isEmpty()
                && edus.isEmpty()
                && sentPos <= cursor;
    }
}

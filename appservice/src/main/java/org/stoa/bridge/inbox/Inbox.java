package org.stoa.bridge.inbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.bridge.EventHandler;
import org.stoa.bridge.RoomEvent;
import org.stoa.bridge.client.Unreachable;
import org.stoa.bridge.store.Changes;
import org.stoa.bridge.store.Journal;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

/// The events of a transaction become durable together with its id, then the transaction is answered; one thread hands them
/// to the handler, in order. So a transaction that comes again changes nothing, a slow handler does not hold up the
/// homeserver, and after a restart it goes on with the event at which it was stopped.
///
/// The room that events take is bounded: a transaction that finds the inbox full is refused, and comes again.
///
/// Spec: application-service-api#pushing-events (v1.19).
public final class Inbox implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Inbox.class);

    private static final String EVENTS = "inbox/";
    private static final String TRANSACTIONS = "transaction/";

    /// Homeservers send the next transaction when this one is answered, so the last one would do; a few more cost nothing.
    private static final int REMEMBERED_TRANSACTIONS = 64;

    /// About as much as a busy homeserver sends in a minute; a few hundred bytes each.
    private static final int MAX_WAITING = 20_000;

    /// Typing that nobody gets to is out of date.
    private static final int MAX_EPHEMERAL = 1_000;

    /// So many handled events are taken from the journal with one flush.
    private static final int REMOVED_TOGETHER = 100;

    private final Journal journal;
    private final EventHandler handler;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Deque<JsonObject> ephemeral = new ArrayDeque<>();
    private final Deque<String> transactionKeys = new ArrayDeque<>();
    private final List<String> transactionIds = new ArrayList<>();
    private final Thread worker;

    private long next;
    private boolean closed;
    private Changes done = new Changes();
    private int doneCount;

    private record Waiting(String key, JsonObject event) {}

    /// @param journal where events and ids are kept
    /// @param handler what is called with each event
    public Inbox(Journal journal, EventHandler handler) {
        this.journal = journal;
        this.handler = handler;
        this.worker = Thread.ofVirtual().name("inbox").unstarted(this::run);
        load();
    }

    /// Begins to hand out events.
    public void start() {
        worker.start();
    }

    /// Takes a transaction; one that was taken before does nothing.
    ///
    /// @return false when there is no room for it now
    public synchronized boolean receive(
            String transactionId, List<JsonObject> events, List<JsonObject> passing) {
        if (transactionIds.contains(transactionId)) {
            return true;
        }
        if (closed || waiting.size() > MAX_WAITING) {
            return false;
        }
        Changes changes = new Changes();
        List<Waiting> arrived = new ArrayList<>();
        for (JsonObject event : events) {
            if (new RoomEvent(event).isWhole()) {
                String key = EVENTS + number(next++);
                changes.put(key, event);
                arrived.add(new Waiting(key, event));
            }
        }
        remember(transactionId, changes);
        journal.commit(changes);
        waiting.addAll(arrived);
        keepEphemeral(passing);
        notifyAll();
        return true;
    }

    /// Returns how many events were not yet handed out.
    public synchronized int size() {
        return waiting.size();
    }

    /// Stops handing out events; the one that is being dealt with is interrupted, and comes again when the inbox is opened
    /// anew.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        worker.interrupt();
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void load() {
        for (Map.Entry<String, Json> entry : journal.under(EVENTS).entrySet()) {
            next = numberOf(entry.getKey(), EVENTS) + 1;
            if (entry.getValue() instanceof JsonObject event) {
                waiting.add(new Waiting(entry.getKey(), event));
            }
        }
        for (Map.Entry<String, Json> entry : journal.under(TRANSACTIONS).entrySet()) {
            if (entry.getValue() instanceof JsonString(String id)) {
                transactionKeys.add(entry.getKey());
                transactionIds.add(id);
            }
        }
    }

    private void remember(String transactionId, Changes changes) {
        String last = transactionKeys.peekLast();
        String key = TRANSACTIONS + number(last == null ? 0 : numberOf(last, TRANSACTIONS) + 1);
        changes.put(key, new JsonString(transactionId));
        transactionKeys.add(key);
        transactionIds.add(transactionId);
        if (transactionIds.size() > REMEMBERED_TRANSACTIONS) {
            changes.remove(transactionKeys.remove());
            transactionIds.removeFirst();
        }
    }

    private void keepEphemeral(List<JsonObject> passing) {
        ephemeral.addAll(passing);
        while (ephemeral.size() > MAX_EPHEMERAL) {
            ephemeral.removeFirst();
        }
    }

    private static String number(long number) {
        return "%016d".formatted(number);
    }

    private static long numberOf(String key, String prefix) {
        return Long.parseLong(key.substring(prefix.length()));
    }

    private void run() {
        try {
            while (awaitWork()) {
                handOutEphemeral();
                Waiting first = first();
                if (first != null) {
                    handOut(first);
                }
            }
        } catch (InterruptedException | Unreachable stopped) {
            log.debug("The inbox stops: {}", stopped.getMessage());
        } finally {
            flush();
        }
    }

    /// Waits for something to do; false when closed.
    private boolean awaitWork() throws InterruptedException {
        synchronized (this) {
            if (!waiting.isEmpty() || !ephemeral.isEmpty() || closed) {
                return !closed;
            }
        }
        flush();
        synchronized (this) {
            while (waiting.isEmpty() && ephemeral.isEmpty() && !closed) {
                wait();
            }
            return !closed;
        }
    }

    private synchronized @Nullable Waiting first() {
        return waiting.peekFirst();
    }

    private void handOut(Waiting first) {
        Changes changes = new Changes();
        handle(new RoomEvent(first.event()), changes);
        changes.remove(first.key());
        boolean effects = changes.size() > 1 || changes.hasActions();
        done.addAll(changes);
        doneCount++;
        if (effects || doneCount >= REMOVED_TOGETHER) {
            flush();
        }
        synchronized (this) {
            waiting.removeFirst();
        }
    }

    private void handle(RoomEvent event, Changes changes) {
        Changes effects = new Changes();
        try {
            handler.handle(event, effects);
            changes.addAll(effects);
        } catch (Unreachable stopped) {
            if (isClosed()) {
                throw stopped;
            }
            log.error("Gave up on event {} of type {}", event.id(), event.type(), stopped);
        } catch (RuntimeException bug) {
            log.error("Could not deal with event {} of type {}", event.id(), event.type(), bug);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void flush() {
        Changes changes = done;
        done = new Changes();
        doneCount = 0;
        journal.commit(changes);
    }

    private void handOutEphemeral() {
        List<JsonObject> passing;
        synchronized (this) {
            passing = List.copyOf(ephemeral);
            ephemeral.clear();
        }
        for (JsonObject event : passing) {
            try {
                handler.handleEphemeral(event);
            } catch (Unreachable e) {
                if (isClosed()) {
                    throw e;
                }
                log.error("Gave up on {}", event.string("type").orElse("an event"), e);
            } catch (RuntimeException bug) {
                log.error("Could not deal with {}", event.string("type").orElse("an event"), bug);
            }
        }
    }
}

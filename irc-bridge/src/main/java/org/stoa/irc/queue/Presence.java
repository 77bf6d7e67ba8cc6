package org.stoa.irc.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.stoa.bridge.store.Changes;
import org.stoa.bridge.store.Journal;
import org.stoa.irc.connection.IrcSession;
import org.stoa.irc.connection.Lost;

/// A session with the channels that it shall be in and what it has still to send, in order, over lost connections and
/// restarts.
///
/// IRC confirms nothing, but answers in order: after a few lines a ping is sent, and what was sent before it counts as done
/// once the answer is there. When the connection is lost before, those few lines are sent again, without the ones that
/// somebody else was seen to receive ([#delivered]). Safe for use by several threads.
public final class Presence implements AutoCloseable {

    /// So many lines may be unconfirmed.
    private static final int UNCONFIRMED = 5;

    /// A server that is there answers a ping sooner.
    private static final long STOPPING_MILLIS = 5_000;

    private final IrcSession session;
    private final Journal journal;
    private final BiConsumer<String, String> refused;
    private final BooleanSupplier needed;
    private final Thread sender;

    private final Map<String, Entry> waiting = new LinkedHashMap<>();
    private final Map<String, Entry> unconfirmed = new LinkedHashMap<>();
    private final Set<String> again = new HashSet<>();
    private final Set<String> wanted = new LinkedHashSet<>();

    /// The connection that what is unconfirmed was sent on; the sender's alone.
    private long on;

    private boolean started;
    private boolean rejoin;
    private boolean stopping;

    /// @param refused is told the channel, and why it could not be joined
    /// @param needed whether the connection is of use though it is in no channel
    public Presence(
            IrcSession session,
            Journal journal,
            BiConsumer<String, String> refused,
            BooleanSupplier needed) {
        this.session = session;
        this.journal = journal;
        this.refused = refused;
        this.needed = needed;
        this.sender = Thread.ofVirtual().name("irc-sender").unstarted(this::run);
    }

    /// Returns the session.
    public IrcSession session() {
        return session;
    }

    /// Wants to be in the channel from now on; false when this is closed.
    public synchronized boolean want(String channel) {
        if (stopping) {
            return false;
        }
        wanted.add(channel);
        rejoin = true;
        start();
        return true;
    }

    /// Connects, though there is nothing to do yet.
    public synchronized void connect() {
        start();
    }

    /// The session is connected anew, so it is in no channel.
    public synchronized void reconnected() {
        rejoin = true;
        notifyAll();
    }

    /// Is no longer in the channel, and shall not be.
    public synchronized void unwant(String channel) {
        wanted.remove(channel);
    }

    /// Does this after all that was added before; the entry is in the journal under the key. False when this is closed.
    public synchronized boolean add(String key, Entry entry) {
        if (stopping) {
            return false;
        }
        waiting.put(key, entry);
        start();
        return true;
    }

    /// Somebody was seen to receive this text of the session in the channel, so it need not be sent again.
    public void delivered(String channel, String text) {
        Optional<String> key;
        synchronized (this) {
            key = sent(unconfirmed, channel, text).or(() -> sentBefore(channel, text));
            key.ifPresent(
                    found -> {
                        unconfirmed.remove(found);
                        waiting.remove(found);
                        again.remove(found);
                    });
        }
        key.ifPresent(found -> journal.commit(new Changes().remove(found)));
    }

    /// What was sent on a connection that was lost, and has not been sent again.
    private Optional<String> sentBefore(String channel, String text) {
        Map<String, Entry> before = new LinkedHashMap<>(waiting);
        before.keySet().retainAll(again);
        return sent(before, channel, text);
    }

    private static Optional<String> sent(Map<String, Entry> entries, String channel, String text) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().text().equals(text))
                .filter(entry -> entry.getValue().target().equalsIgnoreCase(channel))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// Stops: what was sent is confirmed if the server answers soon, what was not stays in the journal.
    @Override
    public void close() {
        close("Shutting down");
    }

    private void close(String reason) {
        boolean running;
        synchronized (this) {
            stopping = true;
            running = started;
            notifyAll();
        }
        if (running && session.isReady()) {
            try {
                sender.join(STOPPING_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        session.close(reason);
        sender.interrupt();
    }

    private void start() {
        if (!started && !stopping) {
            started = true;
            session.start();
            sender.start();
        }
        notifyAll();
    }

    private void run() {
        try {
            while (awaitWork()) {
                work();
            }
            confirmLast();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for something to do; false when stopping.
    private boolean awaitWork() throws InterruptedException {
        synchronized (this) {
            while (waiting.isEmpty() && !rejoin && !stopping) {
                wait();
            }
            if (stopping) {
                return false;
            }
        }
        return session.awaitReady();
    }

    private void work() throws InterruptedException {
        try {
            if (isAllConfirmed()) {
                on = session.connection();
            }
            joinWanted();
            Map.Entry<String, Entry> next = next();
            if (next != null) {
                // Before it is sent: somebody may be seen to receive it at once.
                synchronized (this) {
                    waiting.remove(next.getKey());
                    unconfirmed.put(next.getKey(), next.getValue());
                    again.remove(next.getKey());
                }
                perform(next.getValue());
            }
            if (isTimeToConfirm()) {
                session.confirm(on);
                confirmed();
            }
        } catch (Lost lost) {
            sendAgain();
        }
    }

    private synchronized boolean isAllConfirmed() {
        return unconfirmed.isEmpty();
    }

    private void confirmLast() throws InterruptedException {
        if (!isAllConfirmed()) {
            try {
                session.confirm(on);
                confirmed();
            } catch (Lost lost) {
                sendAgain();
            }
        }
    }

    private void joinWanted() throws Lost, InterruptedException {
        List<String> channels;
        synchronized (this) {
            if (!rejoin) {
                return;
            }
            channels = new ArrayList<>(wanted);
            rejoin = false;
        }
        for (String channel : channels) {
            join(channel);
        }
    }

    /// Whether the session is in the channel now.
    private boolean join(String channel) throws Lost, InterruptedException {
        Optional<String> reason = session.join(channel, on);
        if (reason.isPresent()) {
            unwant(channel);
            refused.accept(channel, reason.orElseThrow());
        }
        return reason.isEmpty();
    }

    private synchronized Map.@Nullable Entry<String, Entry> next() {
        return waiting.isEmpty() ? null : waiting.entrySet().iterator().next();
    }

    private void perform(Entry entry) throws Lost, InterruptedException {
        switch (entry.kind()) {
            case JOIN -> {
                synchronized (this) {
                    wanted.add(entry.target());
                }
                join(entry.target());
            }
            case PART -> {
                unwant(entry.target());
                session.part(entry.target(), entry.line(), on);
            }
            case IN_CHANNEL -> {
                if (join(entry.target())) {
                    session.send(entry.line(), on);
                }
            }
            case LINE -> session.send(entry.line(), on);
        }
    }

    private synchronized boolean isTimeToConfirm() {
        return !unconfirmed.isEmpty()
                && (waiting.isEmpty() || stopping || unconfirmed.size() >= UNCONFIRMED);
    }

    private void confirmed() {
        Changes changes = new Changes();
        synchronized (this) {
            unconfirmed.keySet().forEach(changes::remove);
            unconfirmed.clear();
        }
        journal.commit(changes);
        if (isIdle()) {
            session.close("Left");
        }
    }

    /// Whether nothing holds the connection any more; from then on nothing is added.
    private synchronized boolean isIdle() {
        if (!stopping && waiting.isEmpty() && wanted.isEmpty() && !needed.getAsBoolean()) {
            stopping = true;
            return true;
        }
        return false;
    }

    private synchronized void sendAgain() {
        Map<String, Entry> later = new LinkedHashMap<>(waiting);
        waiting.clear();
        waiting.putAll(unconfirmed);
        waiting.putAll(later);
        again.addAll(unconfirmed.keySet());
        unconfirmed.clear();
        rejoin = true;
    }

    /// Whether it was closed, so that a new one is needed.
    public synchronized boolean isClosed() {
        return stopping;
    }
}

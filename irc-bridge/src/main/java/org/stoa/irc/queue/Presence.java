package org.stoa.irc.queue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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

    /// A server that is there answers a ping sooner.
    private static final long STOPPING_MILLIS = 5_000;

    private final IrcSession session;
    private final Journal journal;
    private final BiConsumer<String, String> refused;
    private final BooleanSupplier needed;
    private final Thread sender;

    private final Outgoing outgoing = new Outgoing();
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
        outgoing.add(key, entry);
        start();
        return true;
    }

    /// Somebody was seen to receive this text of the session in the channel, so it need not be sent again.
    public void delivered(String channel, String text) {
        Optional<String> key;
        synchronized (this) {
            key = outgoing.delivered(channel, text);
        }
        key.ifPresent(found -> journal.commit(new Changes().remove(found)));
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
            while (outgoing.isEmpty() && !rejoin && !stopping) {
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
            Entry next = next();
            if (next != null) {
                perform(next);
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
        return outgoing.isAllConfirmed();
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

    private synchronized @Nullable Entry next() {
        return outgoing.next();
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
        return outgoing.isTimeToConfirm(stopping);
    }

    private void confirmed() {
        Changes changes = new Changes();
        synchronized (this) {
            outgoing.confirmed().forEach(changes::remove);
        }
        journal.commit(changes);
        if (isIdle()) {
            session.close("Left");
        }
    }

    /// Whether nothing holds the connection any more; from then on nothing is added.
    private synchronized boolean isIdle() {
        if (!stopping && outgoing.isEmpty() && wanted.isEmpty() && !needed.getAsBoolean()) {
            stopping = true;
            return true;
        }
        return false;
    }

    private synchronized void sendAgain() {
        outgoing.sendAgain();
        rejoin = true;
    }

    /// Whether it was closed, so that a new one is needed.
    public synchronized boolean isClosed() {
        return stopping;
    }
}

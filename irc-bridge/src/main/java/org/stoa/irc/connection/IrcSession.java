package org.stoa.irc.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.bridge.client.Pauses;
import org.stoa.irc.config.NetworkSettings;
import org.stoa.irc.text.IrcMessage;

/// One user of an IRC network, connected for as long as it is open: it registers, answers pings, takes another nick when its
/// own is taken, and comes back with growing waits when the connection is lost. Safe for use by several threads.
///
/// Spec: RFC 2812, section 3.
public final class IrcSession implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(IrcSession.class);

    /// After so long without a line the server is asked whether it is there; after as long again it is not.
    private static final Duration SILENCE = Duration.ofSeconds(90);

    /// How long a join or a confirmation is waited for.
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final NetworkSettings network;
    private final Identity identity;
    private final SessionListener listener;
    private final Pacing pacing;
    private final Reconnection reader;

    private @Nullable IrcSocket socket;
    private boolean ready;
    private boolean closed;
    private long connection;
    private final NickChoice nicks;
    private final OwnChannels channels = new OwnChannels();
    private ServerLimits limits = ServerLimits.UNKNOWN;
    private String confirmed = "";
    private long confirmations;

    public IrcSession(
            NetworkSettings network, Identity identity, SessionListener listener, Pauses pauses) {
        this.network = network;
        this.identity = identity;
        this.listener = listener;
        this.nicks = new NickChoice(identity.nick());
        this.pacing = new Pacing(network.burst(), network.interval(), pauses);
        this.reader = new Reconnection("irc-" + identity.nick(), new Heard(), pauses);
    }

    /// Connects, and stays connected.
    public void start() {
        reader.start();
    }

    /// Returns the nick that the session has, or last had.
    public synchronized String nick() {
        return nicks.nick();
    }

    /// Returns what the server said of itself.
    public synchronized ServerLimits limits() {
        return limits;
    }

    /// Whether it is connected and welcomed.
    public synchronized boolean isReady() {
        return ready;
    }

    /// Returns the number of the connection, which grows with each. What is sent with it is lost when there is another one by
    /// then: who sends several lines would else take the answer to the last for a word about all.
    public synchronized long connection() {
        return connection;
    }

    /// Returns once it is connected; false when it was closed.
    public synchronized boolean awaitReady() throws InterruptedException {
        while (!ready && !closed) {
            wait();
        }
        return !closed;
    }

    /// Returns whether it is connected, after waiting for that as long at most.
    public synchronized boolean awaitReady(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (long left = longest.toNanos(); !ready && !closed && left > 0; ) {
            wait(1 + left / 1_000_000);
            left = end - System.nanoTime();
        }
        return ready;
    }

    /// Sends a line when its turn comes.
    ///
    /// @param on the connection that it is for
    public void send(String line, long on) throws Lost, InterruptedException {
        pacing.await();
        write(line, on);
    }

    /// Joins a channel, if it is not there; returns why the server refused, empty when it did not.
    ///
    /// @param on the connection that it is for
    public Optional<String> join(String channel, long on) throws Lost, InterruptedException {
        synchronized (this) {
            if (channels.isIn(channel, limits.casing())) {
                return Optional.empty();
            }
            channels.takeRefusal(channel, limits.casing());
        }
        send(IrcMessage.line("JOIN", channel), on);
        awaitUntil(on, () -> channels.isDecided(channel, limits.casing()));
        synchronized (this) {
            return channels.takeRefusal(channel, limits.casing());
        }
    }

    /// Leaves a channel, if it is there.
    ///
    /// @param on the connection that it is for
    public void part(String channel, String reason, long on) throws Lost, InterruptedException {
        synchronized (this) {
            if (!channels.leave(channel, limits.casing())) {
                return;
            }
        }
        send(IrcMessage.line("PART", channel, reason), on);
    }

    /// Returns once the server has dealt with all that was sent before on this connection: it answers in order.
    ///
    /// @param on the connection
    /// @throws Lost when that is not known
    public void confirm(long on) throws Lost, InterruptedException {
        String token;
        synchronized (this) {
            token = "confirm" + ++confirmations;
        }
        send(IrcMessage.line("PING", token), on);
        awaitUntil(on, () -> confirmed.equals(token));
    }

    /// Says goodbye and stays away.
    public void close(String reason) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            ready = false;
            notifyAll();
            if (socket != null) {
                try {
                    socket.write(IrcMessage.line("QUIT", reason));
                } catch (IOException e) {
                    log.debug("{} could not say goodbye: {}", nicks.nick(), e.toString());
                }
                socket.close();
            }
        }
        reader.stop();
    }

    @Override
    public void close() {
        close("");
    }

    /// Something that becomes true by what the reader reads; asked under the lock.
    @FunctionalInterface
    private interface Condition {
        boolean holds();
    }

    private synchronized void awaitUntil(long on, Condition condition)
            throws Lost, InterruptedException {
        IrcSocket current = socket;
        long end = System.nanoTime() + ANSWER.toNanos();
        while (!condition.holds()) {
            if (!ready || current == null || connection != on) {
                throw new Lost("The connection was lost");
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                current.close();
                throw new Lost("The server did not answer");
            }
            wait(1 + left / 1_000_000);
        }
    }

    private void write(String line, long on) throws Lost {
        IrcSocket current;
        synchronized (this) {
            current = socket;
            if (!ready || current == null || connection != on) {
                throw new Lost("The connection was lost");
            }
        }
        try {
            current.write(line);
        } catch (IOException e) {
            current.close();
            throw new Lost("The connection was lost: " + e);
        }
    }

    /// What the reader tells of.
    private final class Heard implements Reconnection.Session {
        @Override
        public boolean isClosed() {
            return IrcSession.this.isClosed();
        }

        @Override
        public IrcSocket connect() throws IOException {
            return IrcSession.this.connect();
        }

        @Override
        public void receive(IrcSocket current, IrcMessage message) throws IOException {
            IrcSession.this.receive(current, message);
        }

        @Override
        public boolean lost(String reason) {
            return IrcSession.this.lost(reason);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private IrcSocket connect() throws IOException {
        IrcSocket opened = IrcSocket.connect(network, SILENCE);
        String wanted;
        synchronized (this) {
            socket = opened;
            wanted = nicks.first();
            if (closed) {
                opened.close();
            }
        }
        if (network.password() != null) {
            opened.write(IrcMessage.line("PASS", network.password()));
        }
        opened.write("NICK " + wanted);
        opened.write("USER " + identity.user() + " 0 * :" + identity.realName());
        return opened;
    }

    private void receive(IrcSocket current, IrcMessage message) throws IOException {
        switch (message.command()) {
            case "PING" -> current.write(IrcMessage.line("PONG", message.last()));
            case "PONG" -> pong(message.last());
            case "001" -> welcome(message.parameter(0));
            case "005" -> limits(message);
            case "432", "433", "436", "437" -> nickRefused(current, message);
            case "NICK" -> nick(message);
            case "JOIN", "PART", "KICK" -> {
                membership(message);
                listener.heard(this, message);
            }
            case "403", "405", "471", "473", "474", "475", "476", "477", "489" -> {
                refused(message);
                listener.heard(this, message);
            }
            case "ERROR" -> log.info("{} on {}: {}", nick(), network.name(), message.last());
            default -> listener.heard(this, message);
        }
        // The network is ready when it has said its limits, which come after the welcome.
        if (isWelcomeOver(message)) {
            becomeReady();
        }
    }

    /// The message of the day ends the welcome, or the word that there is none.
    private static boolean isWelcomeOver(IrcMessage message) {
        return message.command().equals("376") || message.command().equals("422");
    }

    private void becomeReady() {
        synchronized (this) {
            if (ready || closed) {
                return;
            }
            ready = true;
            connection++;
            notifyAll();
        }
        listener.renamed(this, nick());
        listener.ready(this);
    }

    private synchronized void pong(String token) {
        confirmed = token;
        notifyAll();
    }

    private synchronized void welcome(String given) {
        if (!given.isEmpty()) {
            nicks.set(given);
        }
    }

    private synchronized void limits(IrcMessage message) {
        limits = limits.with(message);
    }

    /// Another nick is tried while registering; later, the one that is there is kept and the listener hears of it.
    private void nickRefused(IrcSocket current, IrcMessage message) throws IOException {
        String next = "";
        synchronized (this) {
            if (!ready) {
                limits = nicks.next(message, limits);
                next = nicks.nick();
            }
        }
        if (next.isEmpty()) {
            listener.heard(this, message);
        } else {
            current.write("NICK " + next);
        }
    }

    private void nick(IrcMessage message) {
        boolean own;
        synchronized (this) {
            own = isOwn(message.nick());
            if (own) {
                nicks.set(message.last());
            }
        }
        if (own) {
            listener.renamed(this, message.last());
        }
        listener.heard(this, message);
    }

    private synchronized void membership(IrcMessage message) {
        boolean kick = message.command().equals("KICK");
        if (isOwn(kick ? message.parameter(1) : message.nick())) {
            channels.update(message, limits.casing());
            notifyAll();
        }
    }

    private synchronized void refused(IrcMessage message) {
        channels.refuse(message, limits.casing());
        notifyAll();
    }

    private boolean isOwn(String other) {
        return limits.casing().lower(other).equals(limits.casing().lower(nicks.nick()));
    }

    /// Forgets the connection; true when it had been of use.
    private boolean lost(String reason) {
        boolean wasReady;
        boolean byItself;
        synchronized (this) {
            wasReady = ready;
            byItself = !closed;
            ready = false;
            channels.clear();
            if (socket != null) {
                socket.close();
                socket = null;
            }
            notifyAll();
        }
        if (byItself) {
            log.info("{} lost its connection to {}: {}", nick(), network.name(), reason);
            listener.lost(this, reason);
        }
        return wasReady;
    }
}

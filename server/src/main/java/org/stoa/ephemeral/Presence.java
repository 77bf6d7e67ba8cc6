package org.stoa.ephemeral;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.stoa.platform.Time;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.accounts.StatusMessageRepository;
import org.stoa.storage.receipts.ReceiptRepository;
import org.stoa.storage.rooms.MembershipRepository;

/// The presence of users: of local ones as their devices make it, of others as their servers tell. Thread-safe.
///
/// It lives in memory. What survives a restart is the status message, written when it changes, and the time of the last
/// activity, which follows from the events that a user sent: both are read when a user is met for the first time. To
/// follow the stream writes nothing.
///
/// **What is told.** Each change of a user's state or status message takes the next number of the [EphemeralCounter];
/// only his newest change is kept, so a reader that asks for what changed after his own number hears of each user once,
/// as he is now. That time goes by is no change: `currently_active` is true exactly while somebody is `online`, and then
/// no update of `last_active_ago` is due (client-server-api#last-active-ago), so there is none to be told. A change costs
/// the same however many rooms and members there are. Who of those that changed concerns a reader is for the reader to
/// find out, and whom to wake is put together once a second (`org.stoa.sync.online`).
///
/// **Idle and offline** come by themselves, from [#sweep()], which looks at everybody who is known every few seconds;
/// nothing is set up or taken down for each request.
///
/// Spec: client-server-api#presence (v1.19).
public final class Presence {
    /// How late somebody may become idle or offline.
    public static final Duration SWEEP_EVERY = Duration.ofSeconds(5);

    /// Users that are kept in memory; beyond it those who have been offline for longest are forgotten.
    private static final int MAX_USERS = 100_000;

    /// Who did nothing for longer might as well never have.
    private static final Duration MAX_AGO = Duration.ofDays(365);

    private static final long JOINED = 2;

    private final Database database;
    private final Time time;
    private final boolean enabled;
    private final PresenceTimes times;
    private final PresenceChanges changes;
    private final ReceiptRepository receipts = new ReceiptRepository();
    private final MembershipRepository memberships = new MembershipRepository();
    private final StatusMessageRepository statusMessages = new StatusMessageRepository();
    private final Map<Long, KnownUser> users = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /// Hears of changes, after they can be read.
    @FunctionalInterface
    public interface Listener {
        /// The presence of a user changed.
        ///
        /// @param atOnce `false` on the commit queue's thread: nothing may be read then
        void presenceChanged(long user, boolean atOnce);
    }

    /// A stream of events that a device has open; closed when it ends.
    @FunctionalInterface
    public interface Connection extends AutoCloseable {
        /// The stream ended.
        @Override
        void close();
    }

    /// Creates it with nobody there.
    public Presence(
            EphemeralConfig config, Database database, Time time, EphemeralCounter counter) {
        this.enabled = config.presence();
        this.times = PresenceTimes.of(config.idleAfter(), config.offlineAfter());
        this.database = database;
        this.time = time;
        this.changes = new PresenceChanges(counter);
    }

    /// Adds somebody who hears of changes.
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /// Whether there is presence at all; without it everybody is offline.
    public boolean isEnabled() {
        return enabled;
    }

    /// Sets a user's presence as he asks for; without a status message he has none any more.
    public void set(long user, String device, PresenceState state, Optional<String> statusMessage) {
        if (!enabled) {
            return;
        }
        KnownUser known = known(user);
        boolean isNewMessage;
        synchronized (known) {
            isNewMessage = !known.statusMessage().equals(statusMessage);
        }
        if (isNewMessage) {
            database.execute(tx -> statusMessages.put(tx, user, statusMessage));
        }
        change(user, met -> met.set(device, state, statusMessage, time.nanoTime(), times));
    }

    /// Notes what the server of a user of another one says of him.
    ///
    /// @param lastActiveAgo how many milliseconds ago he last did something
    public void report(
            long user,
            PresenceState state,
            OptionalLong lastActiveAgo,
            Optional<String> statusMessage) {
        if (!enabled) {
            return;
        }
        long now = time.nanoTime();
        OptionalLong activeAt = OptionalLong.empty();
        if (lastActiveAgo.isPresent()) {
            long ago = Math.clamp(lastActiveAgo.getAsLong(), 0, MAX_AGO.toMillis());
            activeAt = OptionalLong.of(now - Duration.ofMillis(ago).toNanos());
        }
        OptionalLong active = activeAt;
        change(user, met -> met.report(state, active, statusMessage, now));
    }

    /// Notes that a device follows the stream from now until the connection is closed, in the state that its client gives
    /// for it. OFFLINE changes nothing: the client does not want to be seen by it.
    public Connection connect(long user, String device, PresenceState state) {
        if (state == PresenceState.OFFLINE || !enabled) {
            return () -> {};
        }
        change(user, met -> met.open(device, state, time.nanoTime(), times));
        return () -> ended(user, device);
    }

    /// Notes that a user did something that others can see, such as sending a message.
    public void active(long user, String device) {
        if (enabled) {
            change(user, met -> met.act(device, time.nanoTime(), times));
        }
    }

    /// Has a user told of again to those he shares a room with: there is one more of them since he joined a room. Quick, for
    /// the commit queue's thread.
    public void joined(long user) {
        KnownUser known = users.get(user);
        if (known == null) {
            return;
        }
        synchronized (known) {
            if (known.toldState() == PresenceState.OFFLINE) {
                return;
            }
            changes.note(known);
        }
        tell(user, false);
    }

    /// The presence of a user now.
    public UserPresence of(long user) {
        if (!enabled) {
            return UserPresence.OFFLINE;
        }
        KnownUser met = users.get(user);
        KnownUser known = met == null ? read(user) : met;
        synchronized (known) {
            return known.presence(time.nanoTime(), times);
        }
    }

    /// The users whose newest change is above `from` and not above `to`, oldest change first.
    public List<Long> changed(long from, long to) {
        return changes.between(from, to);
    }

    /// Whether anybody's newest change is above a number; without looking at everybody.
    public boolean hasChanged(long from, long to) {
        OptionalLong next = changes.after(from);
        return next.isPresent() && next.getAsLong() <= to;
    }

    /// The users who are not offline, as far as that was told.
    public List<Long> present() {
        List<Long> present = new ArrayList<>();
        for (KnownUser user : users.values()) {
            synchronized (user) {
                if (user.toldState() != PresenceState.OFFLINE) {
                    present.add(user.nid());
                }
            }
        }
        return present;
    }

    /// Whether a user may ask for the presence of another: they share a room, or are the same.
    public boolean maySee(long reader, long user) {
        if (reader == user) {
            return true;
        }
        return database.read(
                tx -> {
                    var rooms = memberships.roomsOf(tx, reader, JOINED);
                    return memberships.roomsOf(tx, user, JOINED).stream().anyMatch(rooms::contains);
                });
    }

    /// Finds out who became idle or offline since the last time.
    public void sweep() {
        long now = time.nanoTime();
        for (KnownUser user : users.values()) {
            boolean isNews;
            synchronized (user) {
                user.forgetDevices(now, times);
                isNews = turnsToTell(user);
            }
            if (isNews) {
                tell(user.nid(), true);
            }
        }
        forgetSomeOffline();
    }

    private void ended(long user, String device) {
        KnownUser known = users.get(user);
        if (known != null) {
            synchronized (known) {
                known.close(device, time.nanoTime());
            }
        }
    }

    /// Changes what is known of a user. Under the lock of the entry, so that nobody is forgotten meanwhile.
    private void change(long user, Consumer<KnownUser> what) {
        KnownUser first = known(user);
        boolean[] isNews = new boolean[1];
        users.compute(
                user,
                (nid, met) -> {
                    KnownUser known = met == null ? first : met;
                    synchronized (known) {
                        what.accept(known);
                        isNews[0] = turnsToTell(known);
                    }
                    return known;
                });
        if (isNews[0]) {
            tell(user, true);
        }
    }

    private boolean turnsToTell(KnownUser user) {
        boolean isNews = user.turnsToTell(time.nanoTime(), times);
        if (isNews) {
            changes.note(user);
        }
        return isNews;
    }

    private KnownUser known(long user) {
        KnownUser met = users.get(user);
        if (met != null) {
            return met;
        }
        KnownUser read = read(user);
        KnownUser other = users.putIfAbsent(user, read);
        return other == null ? read : other;
    }

    private KnownUser read(long user) {
        return database.read(
                tx -> new KnownUser(user, lastSent(tx, user), statusMessages.find(tx, user)));
    }

    private OptionalLong lastSent(Tx tx, long user) {
        OptionalLong sent = receipts.lastSent(tx, user);
        if (sent.isEmpty()) {
            return OptionalLong.empty();
        }
        long ago = Math.max(0, time.millis() - sent.getAsLong());
        return OptionalLong.of(time.nanoTime() - Duration.ofMillis(ago).toNanos());
    }

    private void forgetSomeOffline() {
        int tooMany = users.size() - MAX_USERS;
        if (tooMany <= 0) {
            return;
        }
        for (long user : changes.between(0, Long.MAX_VALUE)) {
            if (tooMany > 0 && forgetIfOffline(user)) {
                tooMany--;
            }
        }
    }

    private boolean forgetIfOffline(long user) {
        return users.computeIfPresent(
                        user,
                        (nid, known) -> {
                            synchronized (known) {
                                if (known.isHeld(time.nanoTime())) {
                                    return known;
                                }
                                changes.forget(known);
                                return null;
                            }
                        })
                == null;
    }

    private void tell(long user, boolean atOnce) {
        listeners.forEach(listener -> listener.presenceChanged(user, atOnce));
    }
}

package org.stoa.ephemeral;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Time;
import org.stoa.storage.Database;
import org.stoa.storage.receipts.ReceiptRepository;
import org.stoa.storage.rooms.MembershipRepository;

/// The presence of local users. What they say is in memory only; when they last did something also follows from the events
/// that they sent, which are stored. It is told to whoever asks, and not pushed to anybody. Thread-safe.
///
/// Spec: client-server-api#presence (v1.19).
public final class Presence {
    private static final int MAX_USERS = 100_000;
    private static final long JOINED = 2;

    /// A user who did nothing for so long is idle, and not connected when there was no /sync either.
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final Database database;
    private final Time time;
    private final boolean enabled;
    private final ReceiptRepository receipts = new ReceiptRepository();
    private final MembershipRepository memberships = new MembershipRepository();
    private final Cache<Long, Seen> seen = Caffeine.newBuilder().maximumSize(MAX_USERS).build();

    /// What a user let us know.
    ///
    /// @param state as he said it last
    /// @param seenMillis when he was last connected
    /// @param activeMillis when he last set his presence; 0 for never
    private record Seen(
            PresenceState state,
            @Nullable String statusMessage,
            long seenMillis,
            long activeMillis) {}

    /// Creates it.
    ///
    /// @param enabled whether there is presence at all; without it everybody is offline
    public Presence(Database database, Time time, boolean enabled) {
        this.enabled = enabled;
        this.database = database;
        this.time = time;
    }

    /// Sets a user's presence as he asks for.
    public void set(long user, PresenceState state, Optional<String> statusMessage) {
        if (!enabled) {
            return;
        }
        long now = time.millis();
        seen.put(user, new Seen(state, statusMessage.orElse(null), now, now));
    }

    /// Notes that a user is connected, in the state that his client gives for it. OFFLINE changes nothing: the client
    /// does not want to be seen.
    public void connected(long user, PresenceState state) {
        if (state == PresenceState.OFFLINE || !enabled) {
            return;
        }
        long now = time.millis();
        seen.asMap()
                .merge(
                        user,
                        new Seen(state, null, now, 0),
                        (before, connected) ->
                                new Seen(
                                        state, before.statusMessage(), now, before.activeMillis()));
    }

    /// The presence of a user now.
    public UserPresence of(long user) {
        if (!enabled) {
            return new UserPresence(PresenceState.OFFLINE, null, null);
        }
        long now = time.millis();
        Seen known = seen.getIfPresent(user);
        OptionalLong sent = database.read(tx -> receipts.lastSent(tx, user));
        long active = Math.max(sent.orElse(0), known == null ? 0 : known.activeMillis());
        return new UserPresence(
                state(known, active, now),
                active == 0 ? null : Long.valueOf(Math.max(0, now - active)),
                known == null ? null : known.statusMessage());
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

    private static PresenceState state(@Nullable Seen known, long active, long now) {
        long connected = known == null ? 0 : known.seenMillis();
        if (now - Math.max(connected, active) > IDLE.toMillis()) {
            return PresenceState.OFFLINE;
        }
        return known == null ? PresenceState.ONLINE : known.state();
    }
}

package org.stoa.ephemeral;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What this process knows of one user's presence: what each of his devices said last and whether it is connected, when he
/// last did something, and what he says of himself. Times are those of `nanoTime`. Guarded by itself.
///
/// The state of a user is the most reachable of those of his connected devices; when that is `online` and he did nothing
/// for a while, he is `unavailable`.
final class KnownUser {
    /// What another server says of one of its users holds so long; it says it again as long as that is so.
    private static final long REPORT_NANOS = Duration.ofMinutes(30).toNanos();

    private final long nid;
    private final Map<String, Device> devices = new HashMap<>(2);
    private OptionalLong activeNanos;
    private @Nullable String statusMessage;
    private @Nullable PresenceState reported;
    private long reportedNanos;

    private PresenceState toldState = PresenceState.OFFLINE;
    private @Nullable String toldMessage;
    private long change;

    /// A device that was connected lately. It is connected while it has a stream open, and for a while after that, or
    /// after it said or did something.
    private static final class Device {
        PresenceState said = PresenceState.OFFLINE;
        int streams;
        long seenNanos;

        boolean isConnected(long now, PresenceTimes times) {
            return streams > 0 || now - seenNanos < times.offlineNanos();
        }
    }

    /// @param activeNanos when he last did something; empty when he never did
    KnownUser(long nid, OptionalLong activeNanos, Optional<String> statusMessage) {
        this.nid = nid;
        this.activeNanos = activeNanos;
        this.statusMessage = statusMessage.orElse(null);
        this.toldMessage = this.statusMessage;
    }

    long nid() {
        return nid;
    }

    /// The number of his newest change; 0 when there was none.
    long change() {
        return change;
    }

    void change(long number) {
        change = number;
    }

    /// A device opens a stream of events. It becomes `online` by that, which is something he does, only when it was not
    /// before: to go on following is nothing.
    void open(String deviceId, PresenceState state, long now, PresenceTimes times) {
        Device device = say(deviceId, state, now, times);
        device.streams++;
    }

    /// A stream of a device ended.
    void close(String deviceId, long now) {
        Device device = devices.get(deviceId);
        if (device != null) {
            device.streams--;
            device.seenNanos = now;
        }
    }

    /// He says himself how reachable he is.
    void set(
            String deviceId,
            PresenceState state,
            Optional<String> message,
            long now,
            PresenceTimes times) {
        say(deviceId, state, now, times);
        statusMessage = message.orElse(null);
        activeNanos = OptionalLong.of(now);
    }

    /// He did something. Any activity makes somebody who is idle `online`, but nobody who is not connected or does not
    /// want to be seen.
    void act(String deviceId, long now, PresenceTimes times) {
        activeNanos = OptionalLong.of(now);
        Device acting = devices.get(deviceId);
        if (acting != null && acting.isConnected(now, times)) {
            acting.seenNanos = now;
        }
        for (Device device : devices.values()) {
            if (device.said == PresenceState.UNAVAILABLE && device.isConnected(now, times)) {
                device.said = PresenceState.ONLINE;
            }
        }
    }

    /// His own server says how reachable he is; no device of his is here.
    void report(PresenceState state, OptionalLong activeAt, Optional<String> message, long now) {
        reported = state;
        reportedNanos = now;
        activeNanos = activeAt;
        statusMessage = message.orElse(null);
    }

    PresenceState state(long now, PresenceTimes times) {
        PresenceState told = reported;
        if (told != null) {
            return now - reportedNanos < REPORT_NANOS ? told : PresenceState.OFFLINE;
        }
        PresenceState most = PresenceState.OFFLINE;
        for (Device device : devices.values()) {
            if (device.isConnected(now, times) && device.said.compareTo(most) < 0) {
                most = device.said;
            }
        }
        return most == PresenceState.ONLINE && isIdle(now, times)
                ? PresenceState.UNAVAILABLE
                : most;
    }

    UserPresence presence(long now, PresenceTimes times) {
        return new UserPresence(
                state(now, times),
                activeNanos.isEmpty() ? null : (now - activeNanos.getAsLong()) / 1_000_000,
                statusMessage);
    }

    /// Whether what others were told of him is no longer so. Then it counts as told, and must be.
    boolean turnsToTell(long now, PresenceTimes times) {
        PresenceState state = state(now, times);
        String message = statusMessage;
        boolean isSame =
                state == toldState
                        && Optional.ofNullable(message).equals(Optional.ofNullable(toldMessage));
        toldState = state;
        toldMessage = message;
        return !isSame;
    }

    /// What others were told of him.
    PresenceState toldState() {
        return toldState;
    }

    Optional<String> statusMessage() {
        return Optional.ofNullable(statusMessage);
    }

    /// Forgets devices that are no longer connected.
    void forgetDevices(long now, PresenceTimes times) {
        devices.values().removeIf(device -> !device.isConnected(now, times));
    }

    /// Whether something would be lost if he were forgotten.
    boolean isHeld(long now) {
        boolean isReported =
                reported != null
                        && reported != PresenceState.OFFLINE
                        && now - reportedNanos < REPORT_NANOS;
        return isReported || !devices.isEmpty();
    }

    private Device say(String deviceId, PresenceState state, long now, PresenceTimes times) {
        Device device = devices.computeIfAbsent(deviceId, first -> new Device());
        boolean wasOnline = device.said == PresenceState.ONLINE && device.isConnected(now, times);
        if (state == PresenceState.ONLINE && !wasOnline) {
            activeNanos = OptionalLong.of(now);
        }
        device.said = state;
        device.seenNanos = now;
        return device;
    }

    private boolean isIdle(long now, PresenceTimes times) {
        return activeNanos.isEmpty() || now - activeNanos.getAsLong() >= times.idleNanos();
    }
}

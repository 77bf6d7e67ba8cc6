package org.stoa.accounts.token;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.Database;
import org.stoa.storage.accounts.DeviceRepository;

/// Remembers when each device was last seen, and writes it now and then: a device costs one row in ten
/// minutes, however often it asks.
///
/// Thread-safe.
public final class LastSeen {

    /// How old the stored time of an active device may get.
    static final Duration INTERVAL = Duration.ofMinutes(10);

    /// Devices remembered between two writes; what is beyond is noted when there is room again.
    private static final int MAX_DEVICES = 50_000;

    private static final int MAX_USER_AGENT = 256;

    private final Database database;
    private final DeviceRepository devices;
    private final ConcurrentMap<Key, Seen> seen = new ConcurrentHashMap<>();

    /// Writes to the devices of this database.
    public LastSeen(Database database, DeviceRepository devices) {
        this.database = database;
        this.devices = devices;
    }

    /// Notes that a device asked for something.
    public void note(
            long user, String deviceId, long now, String address, @Nullable String userAgent) {
        var key = new Key(user, deviceId);
        Seen before = seen.get(key);
        if (before != null && !before.isOutdated(now, address)) {
            return;
        }
        if (before == null && seen.size() >= MAX_DEVICES) {
            return;
        }
        seen.put(key, new Seen(now, address, shortened(userAgent), true));
    }

    /// Writes what was noted since the last time, and forgets devices that were not seen since.
    public void flush(long now) {
        List<Map.Entry<Key, Seen>> changed = new ArrayList<>();
        for (Map.Entry<Key, Seen> entry : seen.entrySet()) {
            Seen what = entry.getValue();
            if (what.unwritten()) {
                changed.add(Map.entry(entry.getKey(), what));
            } else if (what.isOutdated(now, what.address())) {
                seen.remove(entry.getKey(), what);
            }
        }
        if (changed.isEmpty()) {
            return;
        }
        database.execute(
                tx -> {
                    // One statement each: a batch of prepared updates, minutes apart.
                    for (Map.Entry<Key, Seen> entry : changed) {
                        Key key = entry.getKey();
                        Seen what = entry.getValue();
                        devices.seen(
                                tx,
                                key.user(),
                                key.deviceId(),
                                what.ts(),
                                what.address(),
                                what.userAgent());
                    }
                });
        for (Map.Entry<Key, Seen> entry : changed) {
            seen.replace(entry.getKey(), entry.getValue(), entry.getValue().written());
        }
    }

    private static @Nullable String shortened(@Nullable String userAgent) {
        if (userAgent == null || userAgent.length() <= MAX_USER_AGENT) {
            return userAgent;
        }
        return userAgent.substring(0, MAX_USER_AGENT);
    }

    private record Key(long user, String deviceId) {}

    private record Seen(long ts, String address, @Nullable String userAgent, boolean unwritten) {

        boolean isOutdated(long now, String from) {
            return now - ts >= INTERVAL.toMillis() || !address.equals(from);
        }

        Seen written() {
            return new Seen(ts, address, userAgent, false);
        }
    }
}

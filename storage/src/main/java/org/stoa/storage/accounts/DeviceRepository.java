package org.stoa.storage.accounts;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `device`.
public final class DeviceRepository {

    private static final String COLUMNS =
            """
            SELECT device_id, display_name, created_ts, last_seen_ts, last_seen_ip, last_user_agent
              FROM device
            """;

    /// Returns a user's devices in the order of their ids.
    public List<Device> list(Tx tx, long user) {
        return tx.list(
                COLUMNS + " WHERE user_nid = ? ORDER BY device_id", DeviceRepository::device, user);
    }

    /// Returns one device of a user.
    public Optional<Device> find(Tx tx, long user, String deviceId) {
        return tx.one(
                COLUMNS + " WHERE user_nid = ? AND device_id = ?",
                DeviceRepository::device,
                user,
                deviceId);
    }

    /// Adds a device; `false` when the user has it already, which is then left as it is.
    public boolean insert(
            WriteTx tx, long user, String deviceId, @Nullable String displayName, long ts) {
        int rows =
                tx.update(
                        """
                        INSERT INTO device (user_nid, device_id, display_name, created_ts)
                        VALUES (?, ?, ?, ?)
                        ON CONFLICT DO NOTHING
                        """,
                        user,
                        deviceId,
                        displayName,
                        ts);
        return rows == 1;
    }

    /// Names a device; `false` when the user has none of that id.
    public boolean rename(WriteTx tx, long user, String deviceId, String displayName) {
        int rows =
                tx.update(
                        "UPDATE device SET display_name = ? WHERE user_nid = ? AND device_id = ?",
                        displayName,
                        user,
                        deviceId);
        return rows == 1;
    }

    /// Deletes a device, not its tokens; `false` when there was none.
    public boolean delete(WriteTx tx, long user, String deviceId) {
        return tx.update("DELETE FROM device WHERE user_nid = ? AND device_id = ?", user, deviceId)
                == 1;
    }

    /// Notes when, from where and with what a device was last seen.
    public void seen(
            WriteTx tx,
            long user,
            String deviceId,
            long ts,
            String ip,
            @Nullable String userAgent) {
        tx.update(
                """
                UPDATE device SET last_seen_ts = ?, last_seen_ip = ?, last_user_agent = ?
                 WHERE user_nid = ? AND device_id = ?
                """,
                ts,
                ip,
                userAgent,
                user,
                deviceId);
    }

    private static Device device(ResultRow row) {
        return new Device(
                row.text(1),
                row.textOrNull(2),
                row.number(3),
                row.numberOrNull(4),
                row.textOrNull(5),
                row.textOrNull(6));
    }
}

package org.stoa.accounts.endpoint;

import org.stoa.protocol.json.JsonNull;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.storage.accounts.Device;

/// Devices as clients see them. What is not known is null and not absent: matrix-nio refuses the list otherwise.
///
/// Spec: client-server-api#get_matrixclientv3devices (v1.19).
final class DeviceJson {

    private DeviceJson() {}

    static JsonObject of(Device device) {
        String name = device.displayName();
        String ip = device.lastSeenIp();
        Long seen = device.lastSeenTs();
        return JsonObject.builder()
                .put("device_id", device.deviceId())
                .put("display_name", name == null ? JsonNull.NULL : new JsonString(name))
                .put("last_seen_ip", ip == null ? JsonNull.NULL : new JsonString(ip))
                .put("last_seen_ts", seen == null ? JsonNull.NULL : JsonNumber.of(seen))
                .build();
    }
}

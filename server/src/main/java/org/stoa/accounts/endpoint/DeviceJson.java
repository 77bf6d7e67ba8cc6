package org.stoa.accounts.endpoint;

import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.accounts.Device;

/// Devices as clients see them. Spec: client-server-api#get_matrixclientv3devices (v1.19).
final class DeviceJson {

    private DeviceJson() {}

    static JsonObject of(Device device) {
        JsonObject.Builder json = JsonObject.builder().put("device_id", device.deviceId());
        String name = device.displayName();
        if (name != null) {
            json.put("display_name", name);
        }
        String ip = device.lastSeenIp();
        if (ip != null) {
            json.put("last_seen_ip", ip);
        }
        Long ts = device.lastSeenTs();
        if (ts != null) {
            json.put("last_seen_ts", ts);
        }
        return json.build();
    }
}

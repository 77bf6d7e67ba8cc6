package org.stoa.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Proofs of the operations on devices.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DeviceOperationsTest {
    private final TestServer server = TestServer.start();

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    @Proves({"updateDevice", "getDevice", "getDevices"})
    void device_renamed_hasTheName() {
        TestClient alice = server.register("namer");
        TestClient second = alice.loginAgain();

        alice.put("/devices/{}", JsonObject.of("display_name", "Kitchen"), second.deviceId()).ok();

        JsonObject renamed = alice.get("/devices/{}", second.deviceId()).ok();
        assertThat(renamed.string("device_id")).contains(second.deviceId());
        assertThat(renamed.string("display_name")).contains("Kitchen");
        assertThat(alice.get("/devices").objects("devices"))
                .extracting(device -> device.string("device_id").orElseThrow())
                .containsExactlyInAnyOrder(alice.deviceId(), second.deviceId());
    }

    @Test
    @Proves("deleteDevice")
    void device_deleted_isLoggedOut() {
        TestClient alice = server.register("deleter");
        TestClient second = alice.loginAgain();
        assertThat(alice.delete("/devices/{}", JsonObject.EMPTY, second.deviceId()).status())
                .isEqualTo(401);

        alice.delete("/devices/{}", password("deleter"), second.deviceId()).ok();

        assertThat(alice.get("/devices/{}", second.deviceId()).error())
                .isEqualTo("404 M_NOT_FOUND");
        assertThat(second.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    }

    @Test
    @Proves("deleteDevices")
    void devices_deletedTogether_areGone() {
        TestClient alice = server.register("cleaner");
        TestClient second = alice.loginAgain();
        TestClient third = alice.loginAgain();
        JsonObject both =
                json("{'devices':['" + second.deviceId() + "','" + third.deviceId() + "']}");

        alice.post(
                        "/delete_devices",
                        both.with("auth", password("cleaner").object("auth").orElseThrow()))
                .ok();

        assertThat(alice.get("/devices").objects("devices")).hasSize(1);
        assertThat(third.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    }

    private static JsonObject password(String name) {
        return json(
                "{'auth':{'type':'m.login.password','password':'wonderland',"
                        + "'identifier':{'type':'m.id.user','user':'"
                        + name
                        + "'}}}");
    }
}

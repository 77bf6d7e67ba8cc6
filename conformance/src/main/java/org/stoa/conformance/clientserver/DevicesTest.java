package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#device-management.
@Section("client-server-api#device-management")
final class DevicesTest {
    private static List<String> ids(User user) {
        return user.get("/devices").ok().list("devices").stream()
                .map(device -> device.string("device_id"))
                .toList();
    }

    @Test
    void devices_areThoseOfTheUser(User alice, User bob) {
        User phone = alice.loginAgain();

        assertThat(ids(alice)).containsExactlyInAnyOrder(alice.deviceId(), phone.deviceId());
        assertThat(ids(bob)).containsExactly(bob.deviceId());
    }

    @Test
    void device_ofTheUser_isRead(User alice) {
        assertThat(alice.get("/devices/{}", alice.deviceId()).ok().string("device_id"))
                .isEqualTo(alice.deviceId());
    }

    @Test
    void device_thatIsUnknown_isNotFound(User alice) {
        alice.get("/devices/NOSUCHDEVICE").expectError(404, "M_NOT_FOUND");
    }

    @Test
    void device_ofAnotherUser_isNotFound(User alice, User bob) {
        alice.get("/devices/{}", bob.deviceId()).expectError(404, "M_NOT_FOUND");
    }

    @Test
    void device_isRenamed(User alice) {
        Answer answer = alice.put("/devices/{}", Json.of("display_name", "Desk"), alice.deviceId());

        assertThat(answer.ok()).isEqualTo(Json.EMPTY);
        assertThat(alice.get("/devices/{}", alice.deviceId()).ok().string("display_name"))
                .isEqualTo("Desk");
    }

    @Test
    void device_withoutNewName_keepsItsName(User alice) {
        alice.put("/devices/{}", Json.of("display_name", "Desk"), alice.deviceId()).ok();

        alice.put("/devices/{}", Json.EMPTY, alice.deviceId()).ok();

        // If not given, the display name is unchanged.
        assertThat(alice.get("/devices/{}", alice.deviceId()).ok().string("display_name"))
                .isEqualTo("Desk");
    }

    @Test
    void unknownDevice_isNotMadeByRenaming(User alice) {
        alice.put("/devices/NOSUCHDEVICE", Json.of("display_name", "x"))
                .expectError(404, "M_NOT_FOUND");

        assertThat(ids(alice)).containsExactly(alice.deviceId());
    }

    @Test
    void deviceOfAnotherUser_isNotRenamed(User alice, User bob) {
        alice.put("/devices/{}", Json.of("display_name", "x"), bob.deviceId())
                .expectError(404, "M_NOT_FOUND");
    }

    @Test
    void delete_asksForAuthentication(User alice) {
        User phone = alice.loginAgain();

        assertThat(alice.delete("/devices/{}", phone.deviceId()).expect(401).json().list("flows"))
                .isNotEmpty();

        phone.get("/account/whoami").ok();
    }

    @Test
    void delete_removesTheDeviceAndItsToken(User alice) {
        User phone = alice.loginAgain();

        Json answer = alice.confirmed("DELETE", "/devices/{}", Json.EMPTY, phone.deviceId()).ok();

        assertThat(answer).isEqualTo(Json.EMPTY);
        alice.get("/devices/{}", phone.deviceId()).expectError(404, "M_NOT_FOUND");
        phone.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
        alice.get("/account/whoami").ok();
    }

    @Test
    void delete_ofTheOwnDevice_endsTheOwnToken(User alice) {
        alice.confirmed("DELETE", "/devices/{}", Json.EMPTY, alice.deviceId()).ok();

        alice.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void delete_ofADeviceThatIsGone_succeeds(User alice) {
        // The device was successfully removed, or had been removed previously.
        alice.confirmed("DELETE", "/devices/GONE", Json.EMPTY).ok();
    }

    @Test
    void delete_ofAnotherUsersDevice_leavesIt(User alice, User bob) {
        alice.confirmed("DELETE", "/devices/{}", Json.EMPTY, bob.deviceId());

        bob.get("/account/whoami").ok();
    }

    @Test
    void deleteDevices_removesAllThatAreNamed(User alice) {
        User phone = alice.loginAgain();
        User tablet = alice.loginAgain();
        User kept = alice.loginAgain();

        alice.confirmed(
                        "POST",
                        "/delete_devices",
                        Json.of("devices", List.of(phone.deviceId(), tablet.deviceId(), "GONE")))
                .ok();

        assertThat(ids(alice)).containsExactlyInAnyOrder(alice.deviceId(), kept.deviceId());
        phone.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
        tablet.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void deleteDevices_withoutList_isBadJson(User alice) {
        Answer answer = alice.post("/delete_devices", Json.EMPTY);

        assertThat(answer.status()).isIn(400, 401);
        assertThat(ids(alice)).containsExactly(alice.deviceId());
    }
}

package org.stoa.accounts.session;

import org.jspecify.annotations.Nullable;
import org.stoa.http.Fields;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;

/// What a client that logs in wants its session to be.
///
/// @param deviceId the device to use again or to make, `null`: a new one
/// @param deviceName of a new device, or `null`
/// @param refreshable whether the client can refresh tokens
public record SessionWish(
        @Nullable String deviceId, @Nullable String deviceName, boolean refreshable) {

    private static final int MAX_DEVICE_ID = 512;
    private static final int MAX_DEVICE_NAME = 1_024;

    /// A new device without a name, and tokens that do not expire.
    public static final SessionWish PLAIN = new SessionWish(null, null, false);

    /// Reads the members `device_id`, `initial_device_display_name` and `refresh_token` of a request.
    ///
    /// Errors: M_INVALID_PARAM when one is too long; M_BAD_JSON when one is of another type.
    public static SessionWish of(JsonObject body) {
        Fields fields = Fields.of(body);
        String deviceId = fields.string("device_id").filter(id -> !id.isEmpty()).orElse(null);
        String name = fields.string("initial_device_display_name").orElse(null);
        SessionWish wish = checked(deviceId, name);
        return new SessionWish(
                wish.deviceId(), wish.deviceName(), fields.bool("refresh_token", false));
    }

    /// A wish for a device, and tokens that do not expire. Errors: M_INVALID_PARAM when one is too long.
    static SessionWish checked(@Nullable String deviceId, @Nullable String name) {
        if (deviceId != null && deviceId.length() > MAX_DEVICE_ID) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM, "device_id may have at most 512 characters");
        }
        checkName(name);
        return new SessionWish(deviceId, name, false);
    }

    /// Refuses names of devices that are too long with M_INVALID_PARAM.
    static void checkName(@Nullable String name) {
        if (name != null && name.length() > MAX_DEVICE_NAME) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM, "A device's name may have at most 1024 characters");
        }
    }
}

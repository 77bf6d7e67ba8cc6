package org.stoa.accounts.profile;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonString;

/// The name of a profile field, and what may stand in it.
/// Spec: client-server-api#put_matrixclientv3profileuseridkeyname (v1.19).
public record ProfileField(String name) {

    /// The name that a user shows.
    public static final ProfileField DISPLAY_NAME = new ProfileField("displayname");

    /// The picture of a user: an `mxc:` URI by the specification. Clients have set other texts since before it said so, so
    /// that is not checked; the server never opens it.
    public static final ProfileField AVATAR_URL = new ProfileField("avatar_url");

    private static final ProfileField TIME_ZONE = new ProfileField("m.tz");
    private static final Pattern FORM =
            Pattern.compile("avatar_url|displayname|m\\.tz|[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
    private static final int MAX_NAME_BYTES = 255;
    private static final int MAX_DISPLAY_NAME = 256;
    private static final int MAX_AVATAR_URL = 1_000;
    private static final int MAX_TIME_ZONE = 255;

    /// Returns the field of that name. Errors: M_KEY_TOO_LARGE, M_INVALID_PARAM.
    public static ProfileField of(String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new MatrixException(
                    ErrorCode.KEY_TOO_LARGE, "The name of a profile field has at most 255 bytes");
        }
        if (!FORM.matcher(name).matches()) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM,
                    "A profile field is displayname, avatar_url, m.tz or a name such as org.example.field");
        }
        return new ProfileField(name);
    }

    /// Whether this value stands for no value at all: an empty name or picture.
    boolean isEmptied(Json value) {
        return isShownInRooms() && value instanceof JsonString(String text) && text.isEmpty();
    }

    /// Whether member events carry the field.
    boolean isShownInRooms() {
        return equals(DISPLAY_NAME) || equals(AVATAR_URL);
    }

    /// Refuses values that the field cannot have with M_INVALID_PARAM.
    public void check(Json value) {
        if (equals(DISPLAY_NAME)) {
            text(value, MAX_DISPLAY_NAME);
        } else if (equals(AVATAR_URL)) {
            text(value, MAX_AVATAR_URL);
        } else if (equals(TIME_ZONE)) {
            text(value, MAX_TIME_ZONE);
        }
    }

    private String text(Json value, int max) {
        if (!(value instanceof JsonString(String text))) {
            throw new MatrixException(ErrorCode.INVALID_PARAM, name + " must be a string");
        }
        if (text.length() > max) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM, name + " may have at most " + max + " characters");
        }
        return text;
    }
}

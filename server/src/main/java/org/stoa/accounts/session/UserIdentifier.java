package org.stoa.accounts.session;

import java.util.Optional;
import org.stoa.http.Fields;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;

/// Reads whom a log-in is for. Spec: client-server-api#identifier-types (v1.19).
public final class UserIdentifier {

    private static final String USER_TYPE = "m.id.user";

    private UserIdentifier() {}

    /// Returns the user id or localpart from `identifier`, or from the deprecated `user`.
    ///
    /// Errors: M_FORBIDDEN (403) for third-party identifiers, which this server knows none of; M_INVALID_PARAM for unknown
    /// types; M_MISSING_PARAM; M_BAD_JSON.
    public static String of(JsonObject body) {
        Fields fields = Fields.of(body);
        Optional<Fields> identifier = fields.object("identifier");
        if (identifier.isEmpty()) {
            return legacy(fields);
        }
        String type = identifier.get().requiredString("type");
        return switch (type) {
            case USER_TYPE -> identifier.get().requiredString("user");
            case "m.id.thirdparty", "m.id.phone" -> throw unknownIdentifier();
            default ->
                    throw new MatrixException(
                            ErrorCode.INVALID_PARAM,
                            "Users are identified by " + USER_TYPE + " here, not by " + type);
        };
    }

    private static String legacy(Fields fields) {
        Optional<String> user = fields.string("user");
        if (user.isPresent()) {
            return user.get();
        }
        if (fields.json().has("medium") || fields.json().has("address")) {
            throw unknownIdentifier();
        }
        throw fields.missing("identifier");
    }

    private static MatrixException unknownIdentifier() {
        return new MatrixException(
                ErrorCode.FORBIDDEN, "No account here has that email address or phone number");
    }
}

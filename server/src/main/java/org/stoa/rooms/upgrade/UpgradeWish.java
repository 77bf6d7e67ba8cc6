package org.stoa.rooms.upgrade;

import java.util.LinkedHashSet;
import java.util.Set;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomVersion;

/// What a client asks of an upgrade.
///
/// Spec: client-server-api#post_matrixclientv3roomsroomidupgrade (v1.19).
///
/// @param creators those beside the upgrader, in a version that has them; else none
public record UpgradeWish(RoomVersion version, Set<UserId> creators) {

    public UpgradeWish {
        creators = Set.copyOf(creators);
    }

    /// Reads a request.
    ///
    /// Errors: M_UNSUPPORTED_ROOM_VERSION; M_INVALID_PARAM for creators that are no user ids.
    ///
    /// @param newVersion `new_version` of the body
    public static UpgradeWish of(String newVersion, JsonObject body) {
        RoomVersion version =
                RoomVersion.of(newVersion)
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.UNSUPPORTED_ROOM_VERSION,
                                                "This server makes rooms of version 1 to 12, not "
                                                        + newVersion));
        // "When upgrading to a room version which doesn't support additional creators, this field
        // is ignored."
        return new UpgradeWish(
                version, version.rules().privilegedCreators() ? creators(body) : Set.of());
    }

    private static Set<UserId> creators(JsonObject body) {
        if (body.has("additional_creators") && body.array("additional_creators").isEmpty()) {
            throw invalidCreators();
        }
        Set<UserId> creators = new LinkedHashSet<>();
        for (Json element : body.array("additional_creators").orElse(JsonArray.EMPTY)) {
            if (!(element instanceof JsonString(String text))) {
                throw invalidCreators();
            }
            creators.add(UserId.tryParse(text).orElseThrow(UpgradeWish::invalidCreators));
        }
        return creators;
    }

    private static MatrixException invalidCreators() {
        return new MatrixException(
                ErrorCode.INVALID_PARAM, "additional_creators is a list of user ids");
    }
}

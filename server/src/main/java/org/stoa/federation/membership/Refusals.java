package org.stoa.federation.membership;

import java.util.Map;
import java.util.Set;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.remote.RemoteResult;

/// What users of this server hear when another one refuses what was asked for them.
///
/// Spec: server-server-api#put_matrixfederationv2inviteroomideventid and others (v1.19): "The error should be passed through to
/// clients so that they may give better feedback to users. If M_MISSING_PARAM or M_INVALID_PARAM is returned [...], the
/// Client-Server API request SHOULD fail with a 5xx error rather than being passed through."
final class Refusals {
    private static final Set<ErrorCode> PASSED_ON =
            Set.of(
                    ErrorCode.FORBIDDEN,
                    ErrorCode.NOT_FOUND,
                    ErrorCode.INVITE_BLOCKED,
                    ErrorCode.INCOMPATIBLE_ROOM_VERSION,
                    ErrorCode.UNSUPPORTED_ROOM_VERSION,
                    ErrorCode.UNABLE_TO_AUTHORISE_JOIN,
                    ErrorCode.UNABLE_TO_GRANT_JOIN);

    /// Proposals' names for codes that the specification has under another name now.
    private static final Map<String, ErrorCode> UNSTABLE =
            Map.of(
                    "ORG.MATRIX.MSC4155.M_INVITE_BLOCKED", ErrorCode.INVITE_BLOCKED,
                    "ORG.MATRIX.MSC4155.INVITE_BLOCKED", ErrorCode.INVITE_BLOCKED);

    /// "Room versions are strings of 1 to 32 codepoints"; see the appendices on room versions.
    private static final int MAX_VERSION = 32;

    private Refusals() {}

    /// What the other server answered.
    ///
    /// Errors: its own where they are meant for users; M_UNKNOWN with status 502 or 504 else.
    static JsonObject orElseThrow(RemoteResult result) {
        if (result instanceof RemoteResult.Refused refused) {
            ErrorCode code =
                    ErrorCode.of(refused.errorCode()).orElse(UNSTABLE.get(refused.errorCode()));
            if (code != null && PASSED_ON.contains(code)) {
                throw passedOn(code, refused);
            }
        }
        return result.orElseThrow();
    }

    /// Whether the other server does not know an endpoint: it is older than that.
    static boolean isUnknownEndpoint(RemoteResult result) {
        return result instanceof RemoteResult.Refused refused
                && (refused.errorCode().equals(ErrorCode.UNRECOGNIZED.code())
                        || refused.status() == 405
                        || (refused.status() == 404
                                && refused.errorCode().equals(ErrorCode.UNKNOWN.code())));
    }

    private static MatrixException passedOn(ErrorCode code, RemoteResult.Refused refused) {
        MatrixException error = new MatrixException(code, refused.message());
        return refused.body()
                .string("room_version")
                .filter(version -> version.length() <= MAX_VERSION)
                .map(version -> error.with("room_version", new JsonString(version)))
                .orElse(error);
    }

    /// The other server answered something that cannot be.
    static MatrixException nonsense(String why) {
        return new MatrixException(
                        ErrorCode.UNKNOWN, "The other server's answer cannot be used: " + why)
                .withStatus(502);
    }
}

package org.stoa.accounts.endpoint;

import org.stoa.accounts.session.RefreshResult;
import org.stoa.accounts.session.Sessions;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonBoolean;
import org.stoa.protocol.json.JsonObject;

/// Exchanges a refresh token for a new access token and a new refresh token.
///
/// Errors: M_UNKNOWN_TOKEN, with `soft_logout` when the session expired; M_USER_LOCKED; M_MISSING_PARAM.
/// Spec: client-server-api#post_matrixclientv3refresh (v1.19).
public final class RefreshToken implements Endpoint {

    private final Sessions sessions;

    /// Refreshes tokens of these sessions.
    public RefreshToken(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Route route() {
        return Route.post("/refresh", Era.V3, Era.V1)
                .also("/tokenrefresh", Era.API_V1, Era.V2_ALPHA)
                .access(Access.PUBLIC)
                .limit(RateLimitKind.LOGIN)
                .smallBody()
                .build();
    }

    @Override
    public Response handle(Request request) {
        String token = request.fields().requiredString("refresh_token");
        return switch (sessions.refresh(token)) {
            case RefreshResult.Refreshed refreshed -> {
                JsonObject.Builder answer = JsonObject.builder();
                refreshed.session().addTokensTo(answer);
                yield Response.ok(answer.build());
            }
            case RefreshResult.Unknown unknown ->
                    throw new MatrixException(
                            ErrorCode.UNKNOWN_TOKEN,
                            "The refresh token is unknown or was replaced");
            case RefreshResult.Expired expired ->
                    throw softly(ErrorCode.UNKNOWN_TOKEN, "The session expired; log in again");
            case RefreshResult.Locked locked ->
                    throw softly(ErrorCode.USER_LOCKED, "The account is locked");
        };
    }

    private static MatrixException softly(ErrorCode code, String message) {
        return new MatrixException(code, message).with("soft_logout", new JsonBoolean(true));
    }
}

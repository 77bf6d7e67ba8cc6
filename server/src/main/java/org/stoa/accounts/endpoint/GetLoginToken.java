package org.stoa.accounts.endpoint;

import org.jspecify.annotations.Nullable;
import org.stoa.accounts.interactive.Granted;
import org.stoa.accounts.interactive.GuardedAction;
import org.stoa.accounts.session.AccountGuard;
import org.stoa.accounts.session.LoginTokens;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;

/// Gives a token by which another client logs in once as the user, after the user gave the password for it.
///
/// Each token is asked for anew: a session of the authentication that has given one gives no other.
///
/// Errors: M_UNKNOWN (400) for accounts that have no password; M_FORBIDDEN when the session gave its token already.
/// Spec: client-server-api#post_matrixclientv1loginget_token (v1.19).
public final class GetLoginToken implements Endpoint {

    private final AccountGuard guard;
    private final LoginTokens tokens;

    /// Makes these tokens behind this guard.
    public GetLoginToken(AccountGuard guard, LoginTokens tokens) {
        this.guard = guard;
        this.tokens = tokens;
    }

    @Override
    public Route route() {
        return Route.post("/login/get_token", Era.V1)
                .also("/_matrix/client/unstable/org.matrix.msc3882/login/get_token")
                .limit(RateLimitKind.LOGIN)
                .allowSuspended()
                .build();
    }

    @Override
    public Response handle(Request request) {
        long user = request.requester().userNid();
        if (!tokens.areFor(user)) {
            throw new MatrixException(
                            ErrorCode.UNKNOWN,
                            "Only who has a password can let other clients log in")
                    .withStatus(400);
        }
        return guard.guard(request, "POST /login/get_token", new Action(user));
    }

    /// The token is kept by nobody but the answer to the request that completed the authentication.
    private final class Action implements GuardedAction {

        private final long user;
        private @Nullable String token;

        Action(long user) {
            this.user = user;
        }

        @Override
        public void check(JsonObject body) {}

        @Override
        public JsonObject perform(Granted granted) {
            token = tokens.make(user, tx -> granted.finish(tx, JsonObject.EMPTY));
            return JsonObject.EMPTY;
        }

        @Override
        public Response answer(JsonObject result, JsonObject body) {
            String made = token;
            if (made == null) {
                throw new MatrixException(
                        ErrorCode.FORBIDDEN, "This session gave its token; begin another one");
            }
            return Response.ok(
                    JsonObject.of(
                            "login_token", made, "expires_in_ms", LoginTokens.LIFETIME.toMillis()));
        }
    }
}

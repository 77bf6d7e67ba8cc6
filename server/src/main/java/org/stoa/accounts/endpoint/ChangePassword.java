package org.stoa.accounts.endpoint;

import org.stoa.accounts.PasswordChange;
import org.stoa.accounts.interactive.Granted;
import org.stoa.accounts.interactive.GuardedAction;
import org.stoa.accounts.session.AccountGuard;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Fields;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.json.JsonObject;

/// Changes the user's password, and ends the other sessions unless told otherwise.
///
/// Errors: M_MISSING_PARAM, M_WEAK_PASSWORD, M_INVALID_PARAM.
/// Spec: client-server-api#post_matrixclientv3accountpassword (v1.19).
public final class ChangePassword implements Endpoint {

    private final AccountGuard guard;
    private final PasswordChange passwordChange;

    /// Changes passwords behind this guard.
    public ChangePassword(AccountGuard guard, PasswordChange passwordChange) {
        this.guard = guard;
        this.passwordChange = passwordChange;
    }

    @Override
    public Route route() {
        return Route.post("/account/password", Era.V3, Era.R0, Era.V2_ALPHA)
                .allowSuspended()
                .smallBody()
                .build();
    }

    @Override
    public Response handle(Request request) {
        return guard.guard(request, "POST /account/password", new Action(request.requester()));
    }

    private final class Action implements GuardedAction {

        private final Requester requester;

        Action(Requester requester) {
            this.requester = requester;
        }

        @Override
        public void check(JsonObject body) {
            passwordChange.check(Fields.of(body).requiredString("new_password"));
        }

        @Override
        public JsonObject perform(Granted granted) {
            Fields fields = Fields.of(granted.body());
            passwordChange.change(
                    requester.userNid(),
                    fields.requiredString("new_password"),
                    fields.bool("logout_devices", true),
                    requester.deviceId().orElse(null));
            return JsonObject.EMPTY;
        }
    }
}

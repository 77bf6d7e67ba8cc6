package org.stoa.accounts.endpoint;

import org.stoa.accounts.Deactivation;
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

/// Closes the user's account for good.
///
/// There are no third-party identifiers here that would have to be unbound anywhere, so unbinding always succeeds.
/// Spec: client-server-api#post_matrixclientv3accountdeactivate (v1.19).
public final class DeactivateAccount implements Endpoint {

    private static final JsonObject ANSWER = JsonObject.of("id_server_unbind_result", "success");

    private final AccountGuard guard;
    private final Deactivation deactivation;

    /// Closes accounts behind this guard.
    public DeactivateAccount(AccountGuard guard, Deactivation deactivation) {
        this.guard = guard;
        this.deactivation = deactivation;
    }

    @Override
    public Route route() {
        return Route.post("/account/deactivate", Era.V3, Era.R0)
                .allowSuspended()
                .smallBody()
                .build();
    }

    @Override
    public Response handle(Request request) {
        return guard.guard(request, "POST /account/deactivate", new Action(request.requester()));
    }

    private final class Action implements GuardedAction {

        private final Requester requester;

        Action(Requester requester) {
            this.requester = requester;
        }

        @Override
        public void check(JsonObject body) {
            erase(body);
        }

        @Override
        public JsonObject perform(Granted granted) {
            boolean erase = erase(granted.body());
            deactivation.deactivate(requester.userNid(), requester.userId(), erase);
            return ANSWER;
        }

        private static boolean erase(JsonObject body) {
            return Fields.of(body).bool("erase", false);
        }
    }
}

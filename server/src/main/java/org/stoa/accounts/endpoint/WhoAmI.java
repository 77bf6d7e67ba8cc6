package org.stoa.accounts.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.json.JsonObject;

/// Tells whose the access token is.
///
/// Spec: client-server-api#get_matrixclientv3accountwhoami (v1.19).
public final class WhoAmI implements Endpoint {

    @Override
    public Route route() {
        return Route.get("/account/whoami", Era.V3, Era.R0).access(Access.USER_OR_GUEST).build();
    }

    @Override
    public Response handle(Request request) {
        Requester requester = request.requester();
        return Response.ok(
                JsonObject.builder()
                        .put("user_id", requester.userId().toString())
                        .putIfPresent("device_id", requester.deviceId())
                        .put("is_guest", requester.guest())
                        .build());
    }
}

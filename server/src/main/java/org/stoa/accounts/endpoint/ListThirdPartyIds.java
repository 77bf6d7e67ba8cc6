package org.stoa.accounts.endpoint;

import java.util.List;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;

/// Lists the e-mail addresses and phone numbers of the user's account. There are none: `RefuseAddressCheck` lets nobody add
/// one.
///
/// Spec: client-server-api#get_matrixclientv3account3pid (v1.19).
public final class ListThirdPartyIds implements Endpoint {
    private static final Route ROUTE =
            Route.get("/account/3pid", Era.V3, Era.R0, Era.V2_ALPHA).build();

    private static final JsonObject NONE = JsonObject.of("threepids", List.of());

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        return Response.ok(NONE);
    }
}

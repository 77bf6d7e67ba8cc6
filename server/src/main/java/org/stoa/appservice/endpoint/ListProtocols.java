package org.stoa.appservice.endpoint;

import org.stoa.appservice.query.ThirdParties;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Lists the networks that application services bridge to.
///
/// Spec: client-server-api#get_matrixclientv3thirdpartyprotocols (v1.19).
public final class ListProtocols implements Endpoint {
    private final ThirdParties thirdParties;

    /// Asks services.
    public ListProtocols(ThirdParties thirdParties) {
        this.thirdParties = thirdParties;
    }

    @Override
    public Route route() {
        return Route.get("/thirdparty/protocols", Era.V3, Era.R0, Era.UNSTABLE).build();
    }

    @Override
    public Response handle(Request request) {
        return Response.ok(thirdParties.protocols());
    }
}

package org.stoa.appservice.endpoint;

import org.stoa.appservice.query.ThirdParties;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// Tells of one network that application services bridge to.
///
/// Errors: M_NOT_FOUND. Spec: client-server-api#get_matrixclientv3thirdpartyprotocolprotocol (v1.19).
public final class GetProtocol implements Endpoint {
    private final ThirdParties thirdParties;

    /// Asks services.
    public GetProtocol(ThirdParties thirdParties) {
        this.thirdParties = thirdParties;
    }

    @Override
    public Route route() {
        return Route.get("/thirdparty/protocol/{protocol}", Era.V3, Era.R0, Era.UNSTABLE).build();
    }

    @Override
    public Response handle(Request request) {
        return Response.ok(
                thirdParties
                        .protocol(request.path("protocol"))
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.NOT_FOUND,
                                                "No application service knows this protocol")));
    }
}

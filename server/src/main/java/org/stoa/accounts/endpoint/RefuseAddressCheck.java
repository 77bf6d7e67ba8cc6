package org.stoa.accounts.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// Refuses to check an e-mail address or a phone number, whatever for: this server sends neither messages.
///
/// Errors: always M_THREEPID_MEDIUM_NOT_SUPPORTED, by which clients know not to offer it.
/// Spec: client-server-api#post_matrixclientv3account3pidemailrequesttoken, and those for registration and passwords
/// (v1.19).
public final class RefuseAddressCheck implements Endpoint {
    private static final Route ROUTE =
            Route.post("/account/3pid/email/requestToken", Era.V3, Era.R0, Era.V2_ALPHA)
                    .also("/account/3pid/msisdn/requestToken", Era.V3, Era.R0, Era.V2_ALPHA)
                    .also("/account/password/email/requestToken", Era.V3, Era.R0, Era.V2_ALPHA)
                    .also("/account/password/msisdn/requestToken", Era.V3, Era.R0, Era.V2_ALPHA)
                    .also("/register/email/requestToken", Era.V3, Era.R0, Era.V2_ALPHA)
                    .also("/register/msisdn/requestToken", Era.V3, Era.R0, Era.V2_ALPHA)
                    .access(Access.PUBLIC)
                    .limit(RateLimitKind.GENERAL)
                    .smallBody()
                    .refuses()
                    .build();

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        String medium =
                request.rawPath().contains("/email/") ? "e-mail addresses" : "phone numbers";
        throw new MatrixException(
                ErrorCode.THREEPID_MEDIUM_NOT_SUPPORTED, "This server knows no " + medium);
    }
}

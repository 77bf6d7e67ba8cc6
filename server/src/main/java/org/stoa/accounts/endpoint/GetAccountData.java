package org.stoa.accounts.endpoint;

import org.stoa.accounts.data.AccountData;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// Returns an entry of the user's global account data.
///
/// Errors: M_NOT_FOUND; M_FORBIDDEN for other users'.
/// Spec: client-server-api#get_matrixclientv3useruseridaccount_datatype (v1.19).
public final class GetAccountData implements Endpoint {

    private final AccountData accountData;

    /// Reads here.
    public GetAccountData(AccountData accountData) {
        this.accountData = accountData;
    }

    @Override
    public Route route() {
        return Route.get(
                        "/user/{userId}/account_data/{type}",
                        Era.V3,
                        Era.R0,
                        Era.V2_ALPHA,
                        Era.UNSTABLE)
                .build();
    }

    @Override
    public Response handle(Request request) {
        Requester requester = OwnAccount.of(request);
        String type = request.path("type");
        return accountData
                .global(requester.userNid(), requester.userId(), type)
                .map(Response::ok)
                .orElseThrow(() -> notFound(type));
    }

    static MatrixException notFound(String type) {
        return new MatrixException(ErrorCode.NOT_FOUND, "There is no account data " + type);
    }
}

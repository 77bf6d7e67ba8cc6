package org.stoa.accounts.endpoint;

import org.stoa.accounts.data.AccountData;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Removes an entry of the user's global account data. Clients hear of it as an entry with the content `{}`. A proposal, at
/// its unstable path.
///
/// Errors: M_BAD_JSON (405) for types that the server manages; M_FORBIDDEN for other users'.
/// Spec: MSC3391.
public final class DeleteAccountData implements Endpoint {
    private final AccountData accountData;

    /// Removes here.
    public DeleteAccountData(AccountData accountData) {
        this.accountData = accountData;
    }

    @Override
    public Route route() {
        return Route.delete(
                        "/_matrix/client/unstable/org.matrix.msc3391/user/{userId}/account_data/{type}")
                .allowSuspended()
                .build();
    }

    @Override
    public Response handle(Request request) {
        accountData.removeGlobal(OwnAccount.of(request).userNid(), request.path("type"));
        return Response.ok();
    }
}

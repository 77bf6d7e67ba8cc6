package org.stoa.accounts.endpoint;

import org.stoa.accounts.data.AccountData;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Removes an entry of the user's account data for a room. Clients hear of it as an entry with the content `{}`. A proposal,
/// at its unstable path.
///
/// Errors: M_BAD_JSON (405) for types that the server manages; M_FORBIDDEN for other users', and when the user has nothing
/// to do with the room; M_INVALID_PARAM.
/// Spec: MSC3391.
public final class DeleteRoomAccountData implements Endpoint {
    private final AccountData accountData;

    /// Removes here.
    public DeleteRoomAccountData(AccountData accountData) {
        this.accountData = accountData;
    }

    @Override
    public Route route() {
        return Route.delete(
                        "/_matrix/client/unstable/org.matrix.msc3391/user/{userId}/rooms/{roomId}/account_data/{type}")
                .allowSuspended()
                .build();
    }

    @Override
    public Response handle(Request request) {
        accountData.removeOfRoom(
                OwnAccount.of(request).userNid(), request.path("roomId"), request.path("type"));
        return Response.ok();
    }
}

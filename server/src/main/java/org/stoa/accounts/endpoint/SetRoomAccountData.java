package org.stoa.accounts.endpoint;

import org.stoa.accounts.data.AccountData;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Sets an entry of the user's account data for a room.
///
/// Errors: M_BAD_JSON (405) for types that the server manages; M_FORBIDDEN for other users', and when the user has nothing
/// to do with the room; M_INVALID_PARAM.
/// Spec: client-server-api#put_matrixclientv3useruseridroomsroomidaccount_datatype (v1.19).
public final class SetRoomAccountData implements Endpoint {

    private final AccountData accountData;

    /// Writes here.
    public SetRoomAccountData(AccountData accountData) {
        this.accountData = accountData;
    }

    @Override
    public Route route() {
        return Route.put(
                        "/user/{userId}/rooms/{roomId}/account_data/{type}",
                        Era.V3,
                        Era.R0,
                        Era.V2_ALPHA,
                        Era.UNSTABLE)
                .allowSuspended()
                .build();
    }

    @Override
    public Response handle(Request request) {
        accountData.setOfRoom(
                OwnAccount.of(request).userNid(),
                request.path("roomId"),
                request.path("type"),
                request.body());
        return Response.ok();
    }
}

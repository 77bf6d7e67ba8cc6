package org.stoa.accounts.endpoint;

import org.stoa.accounts.data.AccountData;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Returns an entry of the user's account data for a room.
///
/// Errors: M_NOT_FOUND; M_FORBIDDEN for other users'; M_INVALID_PARAM when that is no room id.
/// Spec: client-server-api#get_matrixclientv3useruseridroomsroomidaccount_datatype (v1.19).
public final class GetRoomAccountData implements Endpoint {

    private final AccountData accountData;

    /// Reads here.
    public GetRoomAccountData(AccountData accountData) {
        this.accountData = accountData;
    }

    @Override
    public Route route() {
        return Route.get(
                        "/user/{userId}/rooms/{roomId}/account_data/{type}",
                        Era.V3,
                        Era.R0,
                        Era.V2_ALPHA,
                        Era.UNSTABLE)
                .build();
    }

    @Override
    public Response handle(Request request) {
        String type = request.path("type");
        return accountData
                .ofRoom(OwnAccount.of(request).userNid(), request.path("roomId"), type)
                .map(Response::ok)
                .orElseThrow(() -> GetAccountData.notFound(type));
    }
}

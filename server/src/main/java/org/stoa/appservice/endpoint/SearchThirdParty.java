package org.stoa.appservice.endpoint;

import java.util.List;
import java.util.Locale;
import org.stoa.appservice.query.ThirdParties;
import org.stoa.appservice.query.ThirdParties.Subject;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// Finds the rooms, or the users, that stand for something in a third-party network, by fields of that network.
///
/// Errors: M_NOT_FOUND when nothing is found.
/// Spec: client-server-api#get_matrixclientv3thirdpartylocationprotocol, #get_matrixclientv3thirdpartyuserprotocol (v1.19).
public final class SearchThirdParty implements Endpoint {
    private final ThirdParties thirdParties;
    private final Subject subject;

    /// Asks services for this.
    public SearchThirdParty(ThirdParties thirdParties, Subject subject) {
        this.thirdParties = thirdParties;
        this.subject = subject;
    }

    @Override
    public Route route() {
        String name = subject.name().toLowerCase(Locale.ROOT);
        return Route.get("/thirdparty/" + name + "/{protocol}", Era.V3, Era.R0, Era.UNSTABLE)
                .build();
    }

    @Override
    public Response handle(Request request) {
        return answer(
                thirdParties.search(subject, request.path("protocol"), request.queryParameters()));
    }

    static Response answer(List<JsonObject> found) {
        if (found.isEmpty()) {
            throw new MatrixException(ErrorCode.NOT_FOUND, "Nothing was found");
        }
        return Response.okJson(JsonArray.of(found).toBytes());
    }
}

package org.stoa.ephemeral.endpoint;

import java.util.List;
import org.stoa.ephemeral.PresenceLists;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Fields;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.id.UserId;

/// Puts users on the user's own list of those whose presence he wants to hear of (`invite`), and takes others from it
/// (`drop`).
///
/// Errors: M_FORBIDDEN for others' lists; M_INVALID_PARAM for what is no user id; M_NOT_FOUND for an unknown user.
/// Spec: the API before r0.
public final class ChangePresenceList implements Endpoint {
    private static final Route ROUTE =
            Route.post("/presence/list/{userId}", Era.API_V1, Era.R0).build();

    private final PresenceLists lists;

    /// Creates the endpoint.
    public ChangePresenceList(PresenceLists lists) {
        this.lists = lists;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        GetPresenceList.requireOwn(request);
        Fields body = request.fields();
        lists.change(request.requester().userNid(), users(body, "invite"), users(body, "drop"));
        return Response.ok();
    }

    private static List<UserId> users(Fields body, String name) {
        return body.strings(name).stream()
                .map(
                        text ->
                                UserId.tryParse(text)
                                        .orElseThrow(() -> body.invalid(name, "user ids")))
                .toList();
    }
}

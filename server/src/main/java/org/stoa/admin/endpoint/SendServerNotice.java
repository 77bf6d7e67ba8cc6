package org.stoa.admin.endpoint;

import java.util.Optional;
import org.stoa.admin.ServerNotices;
import org.stoa.admin.ServerNotices.Notice;
import org.stoa.admin.ServerNotices.TransactionId;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Fields;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;

/// Sends a server notice to a user, for administrators and their tools; with a transaction id in the path only once.
///
/// Errors: M_FORBIDDEN for others; M_MISSING_PARAM, M_INVALID_PARAM, M_NOT_FOUND for the user.
/// Spec: Synapse, docs/admin_api/server_notices.
public final class SendServerNotice implements Endpoint {
    private static final String PATH = "/_synapse/admin/v1/send_server_notice";

    private final ServerNotices notices;
    private final Route route;

    private SendServerNotice(ServerNotices notices, Route.Builder route) {
        this.notices = notices;
        this.route = route.access(Access.ADMIN).build();
    }

    /// Sends one notice a request.
    public static SendServerNotice each(ServerNotices notices) {
        return new SendServerNotice(notices, Route.post(PATH));
    }

    /// Sends one notice a transaction id.
    public static SendServerNotice once(ServerNotices notices) {
        return new SendServerNotice(notices, Route.put(PATH + "/{txnId}"));
    }

    @Override
    public Route route() {
        return route;
    }

    @Override
    public Response handle(Request request) {
        Fields fields = request.fields();
        Notice notice =
                new Notice(
                        fields.string("type").orElse("m.room.message"),
                        fields.string("state_key"),
                        fields.requiredObject("content").json());
        Optional<TransactionId> once =
                request.optionalPath("txnId")
                        .map(
                                id ->
                                        new TransactionId(
                                                request.requester().userNid(),
                                                request.requester().deviceId().orElse(""),
                                                id));
        return Response.ok(
                JsonObject.of(
                        "event_id",
                        notices.send(fields.requiredString("user_id"), notice, once)
                                .eventId()
                                .toString()));
    }
}

package org.stoa.accounts.endpoint;

import org.stoa.accounts.DiscoveryConfig;
import org.stoa.accounts.SupportContact;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// Tells who runs the server, if that is configured.
///
/// Errors: M_NOT_FOUND when it is not. Spec: client-server-api#getwell-knownmatrixsupport (v1.19).
public final class GetSupport implements Endpoint {

    private final DiscoveryConfig config;

    /// Tells what is configured.
    public GetSupport(DiscoveryConfig config) {
        this.config = config;
    }

    @Override
    public Route route() {
        return Route.get("/.well-known/matrix/support")
                .access(Access.PUBLIC)
                .limit(RateLimitKind.NONE)
                .build();
    }

    @Override
    public Response handle(Request request) {
        String page = config.supportPage();
        if (config.contacts().isEmpty() && page == null) {
            throw new MatrixException(ErrorCode.NOT_FOUND, "There is no support information here");
        }
        JsonObject.Builder answer = JsonObject.builder();
        if (!config.contacts().isEmpty()) {
            answer.put(
                    "contacts",
                    JsonArray.of(config.contacts().stream().map(GetSupport::contact).toList()));
        }
        if (page != null) {
            answer.put("support_page", page);
        }
        return Response.ok(answer.build());
    }

    private static JsonObject contact(SupportContact contact) {
        JsonObject.Builder json = JsonObject.builder();
        String matrixId = contact.matrixId();
        if (matrixId != null) {
            json.put("matrix_id", matrixId);
        }
        String emailAddress = contact.emailAddress();
        if (emailAddress != null) {
            json.put("email_address", emailAddress);
        }
        return json.put("role", contact.role()).build();
    }
}

package org.stoa.push.endpoint;

import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Fields;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonBoolean;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.push.PushRules;

/// Enables a push rule or disables it, also one of the server.
///
/// Errors: M_NOT_FOUND, M_MISSING_PARAM, M_BAD_JSON.
///
/// Spec: client-server-api#put_matrixclientv3pushrulesglobalkindruleidenabled (v1.19).
public final class SetPushRuleEnabled implements Endpoint {
    /// More than any body with `enabled` has.
    private static final int MAX_VALUES = 1_000;

    private final PushRules rules;

    /// Changes these rules.
    public SetPushRuleEnabled(PushRules rules) {
        this.rules = rules;
    }

    @Override
    public Route route() {
        return Route.put("/pushrules/global/{kind}/{ruleId}/enabled", Era.V3, Era.R0, Era.API_V1)
                .allowSuspended()
                .build();
    }

    @Override
    public Response handle(Request request) {
        rules.enable(
                request.requester(),
                request.path("kind"),
                request.path("ruleId"),
                request.era() == Era.V3 ? enabled(request.fields()) : enabled(request.rawBody()));
        return Response.ok();
    }

    private static boolean enabled(Fields body) {
        return body.bool("enabled").orElseThrow(() -> body.missing("enabled"));
    }

    /// In the legacy client API v1 the body is `true` or `false`.
    private static boolean enabled(byte[] body) {
        return switch (parse(body)) {
            case JsonBoolean(boolean enabled) -> enabled;
            case JsonObject object -> enabled(Fields.of(object));
            default ->
                    throw new MatrixException(
                            ErrorCode.BAD_JSON, "Expected an object with `enabled`");
        };
    }

    private static Json parse(byte[] body) {
        try {
            return Json.parse(body, MAX_VALUES);
        } catch (JsonException malformed) {
            throw new MatrixException(ErrorCode.NOT_JSON, "The body is not JSON");
        }
    }
}

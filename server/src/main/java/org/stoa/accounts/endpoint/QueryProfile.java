package org.stoa.accounts.endpoint;

import java.util.Optional;
import org.stoa.accounts.profile.Profiles;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

/// Tells another server the profile of a user of this one, or one field of it; `{}` when that is not set.
///
/// Errors: M_MISSING_PARAM; M_INVALID_PARAM when that is no user id; M_NOT_FOUND when there is no such user here.
/// Spec: server-server-api#get_matrixfederationv1queryprofile (v1.19).
public final class QueryProfile implements Endpoint {
    private final Profiles profiles;

    /// Tells these profiles.
    public QueryProfile(Profiles profiles) {
        this.profiles = profiles;
    }

    @Override
    public Route route() {
        return Route.get("/_matrix/federation/v1/query/profile").access(Access.SERVER).build();
    }

    @Override
    public Response handle(Request request) {
        String text = request.requiredQuery("user_id");
        UserId userId =
                UserId.tryParse(text)
                        .orElseThrow(() -> request.invalidQuery("user_id", "a user id"));
        JsonObject profile =
                profiles.find(userId)
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.NOT_FOUND, "There is no such user here"));
        Optional<String> field = request.query("field");
        return Response.ok(field.isEmpty() ? profile : only(profile, field.get()));
    }

    private static JsonObject only(JsonObject profile, String field) {
        Json value = profile.get(field);
        return value == null ? JsonObject.EMPTY : JsonObject.of(field, value);
    }
}

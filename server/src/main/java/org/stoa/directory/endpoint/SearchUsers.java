package org.stoa.directory.endpoint;

import org.stoa.accounts.search.Collation;
import org.stoa.accounts.search.FoundUser;
import org.stoa.accounts.search.FoundUsers;
import org.stoa.accounts.search.SearchTerm;
import org.stoa.directory.UserDirectory;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Fields;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// Finds users by name or user id: those who share a room with the one who asks, those in rooms that are open to all, and
/// all users of the server when the operator says so. Display names of users of this server are those of the profiles, not of
/// single rooms; users of other servers have the names that they have in the rooms that the one who asks may know.
///
/// Errors: M_MISSING_PARAM, M_BAD_JSON; M_INVALID_PARAM for a limit below 0.
/// Spec: client-server-api#post_matrixclientv3user_directorysearch (v1.19).
public final class SearchUsers implements Endpoint {
    private static final Route ROUTE =
            Route.post("/user_directory/search", Era.V3, Era.R0, Era.UNSTABLE)
                    .limit(RateLimitKind.EXPENSIVE)
                    .allowSuspended()
                    .build();

    /// "The maximum number of results to return. Defaults to 10."
    private static final int DEFAULT_LIMIT = 10;

    private static final int MAX_LIMIT = 100;

    private final UserDirectory directory;

    /// Creates the endpoint.
    public SearchUsers(UserDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Fields body = request.fields();
        String term = body.requiredString("search_term");
        long limit = body.integer("limit").orElse(DEFAULT_LIMIT);
        if (limit < 0) {
            throw body.invalid("limit", "0 or more");
        }
        Collation collation = Collation.of(request.header("Accept-Language").orElse(""));
        FoundUsers results =
                directory.search(
                        request.requester().userNid(),
                        SearchTerm.of(term, collation),
                        (int) Math.min(limit, MAX_LIMIT));
        return Response.ok(
                JsonObject.of(
                        "results",
                        JsonArray.of(results.users().stream().map(SearchUsers::json).toList()),
                        "limited",
                        results.limited()));
    }

    private static JsonObject json(FoundUser user) {
        JsonObject.Builder json = JsonObject.builder().put("user_id", user.userId().toString());
        if (!user.displayName().isEmpty()) {
            json.put("display_name", user.displayName());
        }
        if (!user.avatarUrl().isEmpty()) {
            json.put("avatar_url", user.avatarUrl());
        }
        return json.build();
    }
}

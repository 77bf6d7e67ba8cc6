package org.stoa.accounts.endpoint;

import org.stoa.accounts.profile.AllProfiles;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.UserId;

/// Returns a user's profile, of this server or another; `{}` for a user of this server who has set nothing.
///
/// Errors: M_FORBIDDEN when another server does not tell; M_UNKNOWN with status 502 or 504 when it cannot be asked; M_NOT_FOUND when there is no such user; M_INVALID_PARAM when that is no user id.
/// Spec: client-server-api#get_matrixclientv3profileuserid (v1.19).
public final class GetProfile implements Endpoint {

    private final AllProfiles profiles;

    /// Returns these profiles.
    public GetProfile(AllProfiles profiles) {
        this.profiles = profiles;
    }

    @Override
    public Route route() {
        return Route.get("/profile/{userId}", Era.V3, Era.R0, Era.API_V1, Era.V2_ALPHA)
                .also("/_matrix/client/unstable/uk.tcpip.msc4133/profile/{userId}")
                .access(Access.PUBLIC)
                .build();
    }

    @Override
    public Response handle(Request request) {
        return profiles.find(userId(request, profiles))
                .map(Response::ok)
                .orElseThrow(GetProfile::notFound);
    }

    /// The user whose profile is wanted. Errors: M_LIMIT_EXCEEDED when too many of other servers were.
    static UserId userId(Request request, AllProfiles profiles) {
        String text = request.path("userId");
        UserId userId =
                UserId.tryParse(text)
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.INVALID_PARAM,
                                                text + " is not a user id"));
        if (!profiles.isOwn(userId)) {
            request.count(RateLimitKind.OTHER_SERVERS);
        }
        return userId;
    }

    static MatrixException notFound() {
        return new MatrixException(ErrorCode.NOT_FOUND, "There is no such profile");
    }
}

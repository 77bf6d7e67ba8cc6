package org.stoa.appservice.endpoint;

import java.util.Locale;
import java.util.function.Predicate;
import org.stoa.appservice.Registration;
import org.stoa.appservice.query.ThirdParties;
import org.stoa.appservice.query.ThirdParties.Subject;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.UserId;

/// Tells what an alias, or a user, stands for in third-party networks.
///
/// Errors: M_NOT_FOUND when nothing is found; M_MISSING_PARAM, M_INVALID_PARAM.
/// Spec: client-server-api#get_matrixclientv3thirdpartylocation, #get_matrixclientv3thirdpartyuser (v1.19).
public final class LookUpThirdParty implements Endpoint {
    private final ThirdParties thirdParties;
    private final Subject subject;

    /// Asks services for this.
    public LookUpThirdParty(ThirdParties thirdParties, Subject subject) {
        this.thirdParties = thirdParties;
        this.subject = subject;
    }

    @Override
    public Route route() {
        String name = subject.name().toLowerCase(Locale.ROOT);
        return Route.get("/thirdparty/" + name, Era.V3, Era.R0, Era.UNSTABLE).build();
    }

    @Override
    public Response handle(Request request) {
        return switch (subject) {
            case LOCATION -> location(request);
            case USER -> user(request);
        };
    }

    private Response location(Request request) {
        RoomAlias alias =
                RoomAlias.tryParse(request.requiredQuery("alias"))
                        .orElseThrow(() -> request.invalidQuery("alias", "a room alias"));
        return answer(alias.toString(), service -> service.covers(alias));
    }

    private Response user(Request request) {
        UserId user =
                UserId.tryParse(request.requiredQuery("userid"))
                        .orElseThrow(() -> request.invalidQuery("userid", "a user id"));
        return answer(user.toString(), service -> service.covers(user));
    }

    private Response answer(String name, Predicate<Registration> knows) {
        return SearchThirdParty.answer(thirdParties.lookUp(subject, name, knows));
    }
}

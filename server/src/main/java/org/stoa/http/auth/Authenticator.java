package org.stoa.http.auth;

import java.util.Optional;
import org.stoa.http.Access;
import org.stoa.http.Request;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonBoolean;

/// Turns the access token of a request into a [Requester], and refuses whom the route is not for.
///
/// Spec: client-server-api#using-access-tokens, #soft-logout, #account-locking, #account-suspension.
public final class Authenticator {
    private final TokenLookup tokens;
    private final ServerLookup servers;

    /// Makes one over the accounts of this server, and what it knows of others.
    public Authenticator(TokenLookup tokens, ServerLookup servers) {
        this.tokens = tokens;
        this.servers = servers;
    }

    /// Returns the server that makes a request on a route that is for servers.
    ///
    /// Errors: M_UNAUTHORIZED, M_FORBIDDEN, and those of the body.
    public ServerName origin(Request request) {
        return servers.find(request);
    }

    /// Whether a request that nobody makes is not counted for its address either.
    public boolean isUncounted(Request request) {
        return request.accessToken().map(tokens::isUncounted).orElse(false);
    }

    /// Returns who makes the request; empty when nobody said and the route does not ask.
    ///
    /// Errors: M_MISSING_TOKEN, M_UNKNOWN_TOKEN, M_USER_LOCKED, M_USER_SUSPENDED, M_GUEST_ACCESS_FORBIDDEN, M_FORBIDDEN.
    public Optional<Requester> authenticate(Request request, Route route) {
        if (route.access() == Access.PUBLIC) {
            return Optional.empty();
        }
        Optional<String> token = request.accessToken();
        if (token.isEmpty()) {
            if (route.access() == Access.OPTIONAL) {
                return Optional.empty();
            }
            throw new MatrixException(ErrorCode.MISSING_TOKEN, "An access token is needed");
        }
        Requester requester = find(token.get(), request);
        checkAccount(requester, route);
        checkRole(requester, route.access());
        return Optional.of(requester);
    }

    private Requester find(String token, Request request) {
        return switch (tokens.find(token, request)) {
            case TokenResult.Found(Requester requester) -> requester;
            case TokenResult.Unknown() ->
                    throw new MatrixException(
                            ErrorCode.UNKNOWN_TOKEN, "The access token is not known");
            case TokenResult.SoftLoggedOut() ->
                    throw softLogout(ErrorCode.UNKNOWN_TOKEN, "Log in again to go on");
            case TokenResult.Expired() ->
                    throw softLogout(ErrorCode.UNKNOWN_TOKEN, "The access token has expired");
        };
    }

    private static void checkAccount(Requester requester, Route route) {
        if (requester.locked() && !route.options().contains(Route.Option.ALLOW_LOCKED)) {
            throw softLogout(ErrorCode.USER_LOCKED, "This account has been locked");
        }
        if (requester.suspended()
                && !route.method().equals("GET")
                && !route.options().contains(Route.Option.ALLOW_SUSPENDED)) {
            throw new MatrixException(
                    ErrorCode.USER_SUSPENDED, "This account is suspended and cannot do that");
        }
    }

    private static void checkRole(Requester requester, Access access) {
        boolean allowed =
                switch (access) {
                    case PUBLIC, OPTIONAL, USER_OR_GUEST -> true;
                    case USER -> notGuest(requester);
                    case ADMIN -> notGuest(requester) && requester.admin();
                    case APP_SERVICE -> requester.appService().isPresent();
                    case SERVER -> false;
                };
        if (!allowed) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN,
                    access == Access.ADMIN
                            ? "Only an administrator of this server may do that"
                            : "Only an application service may do that");
        }
    }

    private static boolean notGuest(Requester requester) {
        if (requester.guest()) {
            throw new MatrixException(ErrorCode.GUEST_ACCESS_FORBIDDEN, "Guests cannot do that");
        }
        return true;
    }

    private static MatrixException softLogout(ErrorCode code, String message) {
        return new MatrixException(code, message).with("soft_logout", JsonBoolean.of(true));
    }
}

package org.stoa.accounts.endpoint;

import java.util.Optional;
import org.stoa.accounts.AccountsConfig;
import org.stoa.accounts.session.LoginTokens;
import org.stoa.accounts.session.OpenedSession;
import org.stoa.accounts.session.PasswordLogin;
import org.stoa.accounts.session.SessionWish;
import org.stoa.accounts.session.Sessions;
import org.stoa.accounts.session.UserIdentifier;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Fields;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonBoolean;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.accounts.Account;

/// Logs a user in by password, by a token that the user got at another client, or as an application service's.
///
/// Errors: M_FORBIDDEN for a wrong name or password or token; M_UNKNOWN (400) for other types; M_USER_DEACTIVATED; M_USER_LOCKED;
/// M_LIMIT_EXCEEDED; M_INVALID_PARAM; M_MISSING_PARAM.
/// Spec: client-server-api#post_matrixclientv3login (v1.19).
public final class LogIn implements Endpoint {

    static final String PASSWORD = "m.login.password";
    static final String TOKEN = "m.login.token";
    static final String APP_SERVICE = "m.login.application_service";

    private final AccountsConfig config;
    private final PasswordLogin login;
    private final LoginTokens tokens;
    private final Sessions sessions;
    private final GhostLogin ghosts;

    /// Checks passwords and tokens, and opens sessions.
    public LogIn(
            AccountsConfig config,
            PasswordLogin login,
            LoginTokens tokens,
            GhostLogin ghosts,
            Sessions sessions) {
        this.ghosts = ghosts;
        this.config = config;
        this.login = login;
        this.tokens = tokens;
        this.sessions = sessions;
    }

    @Override
    public Route route() {
        return Route.post("/login", Era.V3, Era.R0, Era.API_V1, Era.V2_ALPHA)
                .access(Access.PUBLIC)
                .limit(RateLimitKind.LOGIN)
                .smallBody()
                .build();
    }

    @Override
    public Response handle(Request request) {
        SessionWish wish = SessionWish.of(request.body());
        // When the account changes under our hands, the second time sees how it is now.
        return logIn(request, wish)
                .or(() -> logIn(request, wish))
                .orElseThrow(LogIn::changedMeanwhile);
    }

    private Optional<Response> logIn(Request request, SessionWish wish) {
        Account account = account(request);
        if (account.locked()) {
            throw new MatrixException(ErrorCode.USER_LOCKED, "The account is locked")
                    .with("soft_logout", new JsonBoolean(true));
        }
        return sessions.open(account, wish).map(session -> Response.ok(answer(account, session)));
    }

    private Account account(Request request) {
        Fields fields = request.fields();
        String type = fields.requiredString("type");
        return switch (type) {
            case PASSWORD ->
                    login.authenticate(
                            UserIdentifier.of(request.body()),
                            fields.requiredString("password"),
                            request.remoteAddress().getHostAddress());
            case APP_SERVICE -> ghosts.account(request);
            case TOKEN -> tokens.use(fields.requiredString("token"));
            default ->
                    throw new MatrixException(
                                    ErrorCode.UNKNOWN,
                                    "Users log in by %s or %s here, not by %s"
                                            .formatted(PASSWORD, TOKEN, type))
                            .withStatus(400);
        };
    }

    private JsonObject answer(Account account, OpenedSession session) {
        JsonObject.Builder answer =
                JsonObject.builder()
                        .put(
                                "user_id",
                                UserId.of(account.localpart(), config.serverName()).toString());
        session.addTokensTo(answer);
        answer.put("home_server", config.serverName().text());
        answer.put("device_id", session.deviceId());
        String publicBaseUrl = config.discovery().publicBaseUrl();
        if (publicBaseUrl != null) {
            answer.put("well_known", GetClientWellKnown.answer(publicBaseUrl));
        }
        return answer.build();
    }

    private static MatrixException changedMeanwhile() {
        return new MatrixException(
                ErrorCode.FORBIDDEN, "The account is being changed; log in again");
    }
}

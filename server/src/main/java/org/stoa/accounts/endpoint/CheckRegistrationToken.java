package org.stoa.accounts.endpoint;

import org.stoa.accounts.RegistrationConfig;
import org.stoa.accounts.RegistrationMode;
import org.stoa.accounts.register.RegistrationTokens;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;

/// Tells whether a registration token can be used now.
///
/// Errors: M_FORBIDDEN when registration is off; M_MISSING_PARAM.
/// Spec: client-server-api#get_matrixclientv1registermloginregistration_tokenvalidity (v1.19).
public final class CheckRegistrationToken implements Endpoint {

    private final RegistrationConfig config;
    private final RegistrationTokens tokens;

    /// Knows these tokens.
    public CheckRegistrationToken(RegistrationConfig config, RegistrationTokens tokens) {
        this.config = config;
        this.tokens = tokens;
    }

    @Override
    public Route route() {
        return Route.get("/register/m.login.registration_token/validity", Era.V1)
                .access(Access.PUBLIC)
                .limit(RateLimitKind.LOGIN)
                .build();
    }

    @Override
    public Response handle(Request request) {
        if (config.mode() == RegistrationMode.OFF) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "Registration is off on this server");
        }
        String token = request.requiredQuery("token");
        return Response.ok(JsonObject.of("valid", tokens.isValid(token)));
    }
}

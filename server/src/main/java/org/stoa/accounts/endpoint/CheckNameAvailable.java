package org.stoa.accounts.endpoint;

import org.stoa.accounts.RegistrationConfig;
import org.stoa.accounts.RegistrationMode;
import org.stoa.accounts.register.Registrar;
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

/// Tells whether a name is free.
///
/// Errors: M_USER_IN_USE, M_INVALID_USERNAME, M_EXCLUSIVE, M_MISSING_PARAM; M_FORBIDDEN when registration is off.
/// Spec: client-server-api#get_matrixclientv3registeravailable (v1.19).
public final class CheckNameAvailable implements Endpoint {

    private final RegistrationConfig config;
    private final Registrar registrar;

    /// Asks who makes accounts.
    public CheckNameAvailable(RegistrationConfig config, Registrar registrar) {
        this.config = config;
        this.registrar = registrar;
    }

    @Override
    public Route route() {
        return Route.get("/register/available", Era.V3, Era.R0)
                .access(Access.PUBLIC)
                .limit(RateLimitKind.PROBE)
                .build();
    }

    @Override
    public Response handle(Request request) {
        if (config.mode() == RegistrationMode.OFF) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "Registration is off on this server");
        }
        registrar.checkFree(request.requiredQuery("username"));
        return Response.ok(JsonObject.of("available", true));
    }
}

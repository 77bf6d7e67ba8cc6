package org.stoa.accounts.endpoint;

import org.stoa.accounts.AppServices;
import org.stoa.accounts.RegistrationConfig;
import org.stoa.accounts.register.NewAccount;
import org.stoa.accounts.register.RegisterUser;
import org.stoa.accounts.register.Registrar;
import org.stoa.accounts.session.SessionWish;
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

/// Makes an account for a client from before r0: `{"type": "m.login.password", "user": …, "password": …}`; for an application
/// service `{"type": "m.login.application_service", "user": …}`.
///
/// Errors: M_FORBIDDEN when not everybody may register; M_UNKNOWN (400) for other types; M_USER_IN_USE,
/// M_INVALID_USERNAME, M_EXCLUSIVE, M_WEAK_PASSWORD.
public final class OldRegister implements Endpoint {

    private final RegistrationConfig config;
    private final Registrar registrar;
    private final RegisterUser registerUser;
    private final AppServices appServices;

    /// Makes accounts as configured.
    public OldRegister(
            RegistrationConfig config,
            Registrar registrar,
            RegisterUser registerUser,
            AppServices appServices) {
        this.appServices = appServices;
        this.config = config;
        this.registrar = registrar;
        this.registerUser = registerUser;
    }

    @Override
    public Route route() {
        return Route.post("/register", Era.API_V1)
                .access(Access.PUBLIC)
                .limit(RateLimitKind.REGISTER)
                .smallBody()
                .build();
    }

    @Override
    public Response handle(Request request) {
        Fields fields = request.fields();
        String type = fields.requiredString("type");
        if (type.equals(LogIn.APP_SERVICE)) {
            return registerUser.registerGhost(appServices.require(request), request.body());
        }
        if (!config.asksForNothing()) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "Accounts are not made in this way on this server");
        }
        if (!type.equals(LogIn.PASSWORD)) {
            throw new MatrixException(ErrorCode.UNKNOWN, "The type is m.login.password")
                    .withStatus(400);
        }
        String password = fields.requiredString("password");
        registrar.checkPassword(password);
        UserId userId =
                fields.string("user").map(registrar::checkFree).orElseGet(registrar::randomName);
        return registerUser.register(NewAccount.user(userId, password), SessionWish.PLAIN);
    }
}

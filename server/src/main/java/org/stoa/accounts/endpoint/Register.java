package org.stoa.accounts.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.accounts.AppServices;
import org.stoa.accounts.RegistrationConfig;
import org.stoa.accounts.RegistrationMode;
import org.stoa.accounts.interactive.AuthFlow;
import org.stoa.accounts.interactive.DummyStage;
import org.stoa.accounts.interactive.GuardedCall;
import org.stoa.accounts.interactive.InteractiveAuth;
import org.stoa.accounts.register.CaptchaStage;
import org.stoa.accounts.register.RegisterUser;
import org.stoa.accounts.register.RegistrationTokenStage;
import org.stoa.accounts.register.RegistrationTokens;
import org.stoa.accounts.register.TermsStage;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// Makes an account and logs it in.
///
/// Errors: M_FORBIDDEN when accounts of that kind are not given out; M_USER_IN_USE, M_INVALID_USERNAME, M_EXCLUSIVE,
/// M_WEAK_PASSWORD. Spec: client-server-api#post_matrixclientv3register (v1.19).
public final class Register implements Endpoint {

    private final RegistrationConfig config;
    private final InteractiveAuth interactive;
    private final RegisterUser registerUser;
    private final AppServices appServices;
    private final RegistrationTokens tokens;

    /// Makes accounts as configured.
    public Register(
            RegistrationConfig config,
            InteractiveAuth interactive,
            RegisterUser registerUser,
            AppServices appServices,
            RegistrationTokens tokens) {
        this.appServices = appServices;
        this.tokens = tokens;
        this.config = config;
        this.interactive = interactive;
        this.registerUser = registerUser;
    }

    @Override
    public Route route() {
        return Route.post("/register", Era.V3, Era.R0, Era.V2_ALPHA)
                .access(Access.PUBLIC)
                .limit(RateLimitKind.REGISTER)
                .smallBody()
                .build();
    }

    @Override
    public Response handle(Request request) {
        if (request.body().string("type").equals(Optional.of(LogIn.APP_SERVICE))) {
            return registerUser.registerGhost(appServices.require(request), request.body());
        }
        return switch (request.query("kind").orElse("user")) {
            case "user" -> registerUser(request);
            case "guest" -> registerGuest(request);
            default -> throw new MatrixException(ErrorCode.INVALID_PARAM, "kind is user or guest");
        };
    }

    private Response registerGuest(Request request) {
        if (!config.guests()) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "There are no guest accounts here");
        }
        return registerUser.registerGuest(request.body());
    }

    private Response registerUser(Request request) {
        if (config.mode() == RegistrationMode.OFF) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "Registration is off on this server");
        }
        var call =
                new GuardedCall(
                        "POST /register",
                        null,
                        request.remoteAddress().getHostAddress(),
                        flows(),
                        true);
        return interactive.guard(call, request.body(), registerUser);
    }

    /// Who has a registration token need not solve the challenge that everybody else has to.
    private List<AuthFlow> flows() {
        boolean asksForCaptcha = config.mode() == RegistrationMode.OPEN && config.captcha() != null;
        List<AuthFlow> flows = new ArrayList<>();
        if (asksForCaptcha) {
            flows.add(flow(CaptchaStage.TYPE));
        }
        if (config.mode() == RegistrationMode.TOKEN || (asksForCaptcha && tokens.areAnyValid())) {
            flows.add(flow(RegistrationTokenStage.TYPE));
        }
        if (flows.isEmpty()) {
            flows.add(
                    config.terms().isEmpty()
                            ? AuthFlow.of(DummyStage.TYPE)
                            : AuthFlow.of(TermsStage.TYPE));
        }
        return flows;
    }

    private AuthFlow flow(String first) {
        return config.terms().isEmpty() ? AuthFlow.of(first) : AuthFlow.of(first, TermsStage.TYPE);
    }
}

package org.stoa.accounts.endpoint;

import java.util.Optional;
import org.stoa.accounts.profile.ProfileField;
import org.stoa.accounts.profile.Profiles;
import org.stoa.accounts.register.NewAccount;
import org.stoa.accounts.register.RegisterUser;
import org.stoa.accounts.register.Registrar;
import org.stoa.accounts.register.SharedSecret;
import org.stoa.accounts.session.SessionWish;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Fields;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonString;
import org.stoa.storage.accounts.AccountKind;

/// Makes an account, also an administrator's, for who knows the shared secret, whether or not registration is open.
///
/// Errors: M_FORBIDDEN when the proof is wrong; M_INVALID_PARAM when the nonce is not one of ours or was used, or nobody can have the
/// display name; M_MISSING_PARAM, M_USER_IN_USE, M_INVALID_USERNAME, M_EXCLUSIVE, M_WEAK_PASSWORD.
/// Spec: Synapse, docs/admin_api/register_api.
public final class RegisterWithSharedSecret implements Endpoint {

    static final String PATH = "/_synapse/admin/v1/register";

    private final SharedSecret secret;
    private final Registrar registrar;
    private final RegisterUser registerUser;
    private final Profiles profiles;

    /// Checks against this secret.
    public RegisterWithSharedSecret(
            SharedSecret secret,
            Registrar registrar,
            RegisterUser registerUser,
            Profiles profiles) {
        this.secret = secret;
        this.registrar = registrar;
        this.registerUser = registerUser;
        this.profiles = profiles;
    }

    @Override
    public Route route() {
        return Route.post(PATH)
                .access(Access.PUBLIC)
                .limit(RateLimitKind.REGISTER)
                .smallBody()
                .build();
    }

    @Override
    public Response handle(Request request) {
        Fields fields = request.fields();
        String name = fields.requiredString("username");
        String password = fields.requiredString("password");
        boolean admin = fields.bool("admin", false);
        checkProof(fields, name, password, admin);
        registrar.checkPassword(password);
        Optional<JsonString> displayName = fields.string("displayname").map(JsonString::new);
        displayName.ifPresent(ProfileField.DISPLAY_NAME::check);
        UserId userId = registrar.checkFree(name);
        SessionWish wish =
                fields.bool("inhibit_login", false) ? null : SessionWish.of(request.body());
        Response response =
                registerUser.register(
                        new NewAccount(userId, password, AccountKind.USER, admin), wish);
        displayName.ifPresent(text -> profiles.set(userId, ProfileField.DISPLAY_NAME, text));
        return response;
    }

    private void checkProof(Fields fields, String name, String password, boolean admin) {
        String nonce = fields.requiredString("nonce");
        String mac = fields.requiredString("mac");
        String userType = fields.string("user_type").orElse(null);
        if (!secret.take(nonce)) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM, "The nonce was not given out here, or is used up");
        }
        if (!secret.isProvenBy(mac, nonce, name, password, admin, userType)) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "The mac is not right");
        }
    }
}

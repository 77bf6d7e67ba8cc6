package org.stoa.accounts.session;

import java.util.Optional;
import org.stoa.accounts.interactive.Stage;
import org.stoa.accounts.interactive.StageAttempt;
import org.stoa.accounts.interactive.StageResult;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.accounts.Account;

/// The stage that asks for the password of the user who is logged in.
/// Spec: client-server-api#password-based (v1.19).
public final class PasswordStage implements Stage {

    /// `m.login.password`.
    public static final String TYPE = "m.login.password";

    private final PasswordLogin login;

    /// Checks passwords with this.
    public PasswordStage(PasswordLogin login) {
        this.login = login;
    }

    @Override
    public String type() {
        return TYPE;
    }

    /// Errors: M_FORBIDDEN (403) for the right password of another user: he is known, and this is not his to do.
    @Override
    public StageResult attempt(StageAttempt attempt) {
        Optional<String> password = attempt.auth().string("password");
        Account account;
        try {
            String user = UserIdentifier.of(attempt.auth());
            if (password.isEmpty()) {
                return new StageResult.Refused(ErrorCode.MISSING_PARAM, "`password` is missing");
            }
            account = login.authenticate(user, password.get(), attempt.address());
        } catch (MatrixException refused) {
            if (refused.code() == ErrorCode.LIMIT_EXCEEDED) {
                throw refused;
            }
            return new StageResult.Refused(refused.code(), String.valueOf(refused.getMessage()));
        }
        if (attempt.user() == null || account.user() != attempt.user()) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "That is the password of another user");
        }
        return new StageResult.Passed(JsonObject.EMPTY);
    }
}

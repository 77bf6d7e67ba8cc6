package org.stoa.accounts.register;

import java.util.Optional;
import org.stoa.accounts.interactive.Stage;
import org.stoa.accounts.interactive.StageAttempt;
import org.stoa.accounts.interactive.StageResult;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.json.JsonObject;

/// The stage that asks for a registration token. The token is only used up with the account that it makes.
/// Spec: client-server-api#token-authenticated-registration (v1.19).
public final class RegistrationTokenStage implements Stage {

    /// `m.login.registration_token`.
    public static final String TYPE = "m.login.registration_token";

    private static final String TOKEN = "token";

    private final RegistrationTokens tokens;

    /// Takes these tokens.
    public RegistrationTokenStage(RegistrationTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public StageResult attempt(StageAttempt attempt) {
        Optional<String> token = attempt.auth().string(TOKEN);
        if (token.isEmpty()) {
            return new StageResult.Refused(
                    ErrorCode.MISSING_PARAM, "A registration token is needed as `token`");
        }
        if (!tokens.isValid(token.get())) {
            return new StageResult.Refused(
                    ErrorCode.FORBIDDEN, "The registration token is not valid");
        }
        return new StageResult.Passed(JsonObject.of(TOKEN, token.get()));
    }

    /// Returns the token from what the stage noted.
    static String tokenOf(JsonObject note) {
        return note.string(TOKEN).orElseThrow();
    }
}

package org.stoa.accounts.register;

import java.util.Optional;
import org.stoa.accounts.interactive.Stage;
import org.stoa.accounts.interactive.StageAttempt;
import org.stoa.accounts.interactive.StageResult;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.json.JsonObject;

/// The stage in which somebody shows to be no program. Spec: client-server-api#google-recaptcha (v1.19).
public final class CaptchaStage implements Stage {

    /// `m.login.recaptcha`, whichever service it is.
    public static final String TYPE = "m.login.recaptcha";

    private final JsonObject params;
    private final CaptchaCheck check;

    /// Asks for challenges as configured.
    public CaptchaStage(CaptchaConfig config) {
        this.params = JsonObject.of("public_key", config.siteKey());
        this.check = new CaptchaCheck(config);
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public JsonObject params() {
        return params;
    }

    @Override
    public StageResult attempt(StageAttempt attempt) {
        Optional<String> response = attempt.auth().string("response");
        if (response.isEmpty()) {
            return new StageResult.Refused(
                    ErrorCode.CAPTCHA_NEEDED, "The solved captcha is needed as `response`");
        }
        return switch (check.check(response.get())) {
            case SOLVED -> new StageResult.Passed(JsonObject.EMPTY);
            case NOT_SOLVED ->
                    new StageResult.Refused(
                            ErrorCode.CAPTCHA_INVALID, "The captcha was not solved; try again");
            case UNKNOWN ->
                    new StageResult.Refused(
                            ErrorCode.UNKNOWN,
                            "The captcha cannot be checked now; try again later");
        };
    }
}

package org.stoa.accounts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.register.CaptchaConfig;

/// How accounts are made.
///
/// @param mode who may make one
/// @param guests whether guest accounts are given out
/// @param tokens registration tokens of the configuration, valid without limit; further ones are in the database
/// @param terms what new users have to accept
/// @param sharedSecret for registration by tools that know it, `null`: off
/// @param captcha the challenge to solve where everybody may make an account, `null`: none
public record RegistrationConfig(
        RegistrationMode mode,
        boolean guests,
        List<String> tokens,
        List<PolicyDocument> terms,
        @Nullable String sharedSecret,
        @Nullable CaptchaConfig captcha) {

    /// No registration at all.
    public static final RegistrationConfig OFF =
            new RegistrationConfig(RegistrationMode.OFF, false, List.of(), null);

    public RegistrationConfig {
        tokens = List.copyOf(tokens);
        terms = List.copyOf(terms);
        if (sharedSecret != null && sharedSecret.isBlank()) {
            throw new IllegalArgumentException("the shared secret for registration is empty");
        }
    }

    /// The same without anything to accept.
    public RegistrationConfig(
            RegistrationMode mode,
            boolean guests,
            List<String> tokens,
            @Nullable String sharedSecret) {
        this(mode, guests, tokens, List.of(), sharedSecret, null);
    }

    /// The same with policies to accept.
    public RegistrationConfig withTerms(List<PolicyDocument> other) {
        return new RegistrationConfig(mode, guests, tokens, other, sharedSecret, captcha);
    }

    /// The same with a challenge to solve.
    public RegistrationConfig withCaptcha(CaptchaConfig other) {
        return new RegistrationConfig(mode, guests, tokens, terms, sharedSecret, other);
    }

    /// Whether a name and a password are enough to register: all that clients of before r0 can give.
    public boolean asksForNothing() {
        return mode == RegistrationMode.OPEN && terms.isEmpty() && captcha == null;
    }
}

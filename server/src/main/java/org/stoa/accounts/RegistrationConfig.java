package org.stoa.accounts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How accounts are made.
///
/// @param mode who may make one
/// @param guests whether guest accounts are given out
/// @param tokens registration tokens of the configuration, valid without limit; further ones are in the database
/// @param sharedSecret for registration by tools that know it, `null`: off
public record RegistrationConfig(
        RegistrationMode mode, boolean guests, List<String> tokens, @Nullable String sharedSecret) {

    /// No registration at all.
    public static final RegistrationConfig OFF =
            new RegistrationConfig(RegistrationMode.OFF, false, List.of(), null);

    public RegistrationConfig {
        tokens = List.copyOf(tokens);
        if (sharedSecret != null && sharedSecret.isBlank()) {
            throw new IllegalArgumentException("the shared secret for registration is empty");
        }
    }
}

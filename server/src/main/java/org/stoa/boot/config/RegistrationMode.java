package org.stoa.boot.config;

/// Who may make an account.
public enum RegistrationMode {
    /// Nobody but the operator (`./stoa user add`) and who knows the shared secret.
    OFF,
    /// Who has a registration token.
    TOKEN,
    /// Everybody who reaches the server.
    OPEN
}

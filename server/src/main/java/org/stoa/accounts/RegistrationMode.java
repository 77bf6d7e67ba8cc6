package org.stoa.accounts;

/// Who may make an account through the API.
public enum RegistrationMode {
    /// Nobody; the operator makes accounts.
    OFF,
    /// Who has a registration token.
    TOKEN,
    /// Everybody.
    OPEN
}

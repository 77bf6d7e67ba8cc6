package org.stoa.accounts.password;

/// What came of checking a password against a stored hash.
public enum PasswordCheck {
    /// It is another password, or there is none.
    WRONG,
    /// It is the password.
    RIGHT,
    /// It is the password, and its hash should be made anew: by another function, or at another cost.
    OUTDATED;

    /// Whether the password was the right one.
    public boolean isRight() {
        return this != WRONG;
    }
}

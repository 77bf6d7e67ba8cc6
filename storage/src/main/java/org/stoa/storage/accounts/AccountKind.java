package org.stoa.storage.accounts;

/// What kind of account a local user has.
public enum AccountKind {
    /// A person's or a bot's, with all rights of a user.
    USER(0),
    /// A guest's: may only do what the specification lets guests do.
    GUEST(1),
    /// Made and acted for by an application service.
    APP_SERVICE(2);

    private final long number;

    AccountKind(long number) {
        this.number = number;
    }

    static AccountKind of(long number) {
        for (AccountKind kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of account has the number " + number);
    }

    long number() {
        return number;
    }
}

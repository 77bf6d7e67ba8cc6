package org.stoa.accounts.moderation;

import org.stoa.storage.WriteTx;
import org.stoa.storage.accounts.Account;
import org.stoa.storage.accounts.AccountRepository;

/// What an administrator can take from an account, and give back.
public enum Restriction {
    /// May do nothing but log out. Spec: client-server-api#account-locking (v1.19).
    LOCK("locked"),
    /// May read, but not take part. Spec: client-server-api#account-suspension (v1.19).
    SUSPEND("suspended");

    private final String member;

    Restriction(String member) {
        this.member = member;
    }

    /// Returns the member of requests and answers that says whether it is in force.
    public String member() {
        return member;
    }

    boolean isOn(Account account) {
        return switch (this) {
            case LOCK -> account.locked();
            case SUSPEND -> account.suspended();
        };
    }

    void set(WriteTx tx, AccountRepository accounts, long user, boolean on) {
        switch (this) {
            case LOCK -> accounts.setLocked(tx, user, on);
            case SUSPEND -> accounts.setSuspended(tx, user, on);
        }
    }
}

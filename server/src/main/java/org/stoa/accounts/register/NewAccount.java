package org.stoa.accounts.register;

import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.accounts.AccountKind;

/// An account to make.
///
/// @param userId its user, of this server
/// @param password for logging in, `null`: there is no log-in by password
/// @param kind whose it is
/// @param admin whether it may administer the server
/// @param consent the policies that its user accepted, with their versions, as JSON; `null` for none
/// @param appService the application service that makes it, `null` for all others
public record NewAccount(
        UserId userId,
        @Nullable String password,
        AccountKind kind,
        boolean admin,
        @Nullable String consent,
        @Nullable String appService) {

    /// An account whose user accepted nothing.
    public NewAccount(UserId userId, @Nullable String password, AccountKind kind, boolean admin) {
        this(userId, password, kind, admin, null, null);
    }

    /// The account of a user for whom an application service speaks.
    public static NewAccount ghost(UserId userId, String appService) {
        return new NewAccount(userId, null, AccountKind.APP_SERVICE, false, null, appService);
    }

    /// A user's account without special rights.
    public static NewAccount user(UserId userId, @Nullable String password) {
        return user(userId, password, null);
    }

    /// The same of a user who accepted policies, `null` for none.
    public static NewAccount user(
            UserId userId, @Nullable String password, @Nullable String consent) {
        return new NewAccount(userId, password, AccountKind.USER, false, consent, null);
    }

    /// A guest's account.
    public static NewAccount guest(UserId userId) {
        return new NewAccount(userId, null, AccountKind.GUEST, false);
    }
}

package org.stoa.storage.accounts;

import org.jspecify.annotations.Nullable;

/// A local user's account.
///
/// @param user number of the user's name
/// @param localpart of the user id, unique
/// @param passwordHash as `Passwords` made it, `null` when there is no log-in by password
/// @param kind whose account it is
/// @param admin whether it may administer the server
/// @param createdTs when it was made, milliseconds since 1970
/// @param deactivatedTs when it was closed for good, `null` while it is in use
/// @param erased whether its owner asked for erasure when it was closed
/// @param suspended may read but not act
/// @param locked may do nothing but log out
/// @param appService id of the application service that made it, `null` for all others
public record Account(
        long user,
        String localpart,
        @Nullable String passwordHash,
        AccountKind kind,
        boolean admin,
        long createdTs,
        @Nullable Long deactivatedTs,
        boolean erased,
        boolean suspended,
        boolean locked,
        @Nullable String appService) {

    /// A new account in use, without special rights.
    public static Account fresh(
            long user,
            String localpart,
            @Nullable String passwordHash,
            AccountKind kind,
            long createdTs) {
        return new Account(
                user,
                localpart,
                passwordHash,
                kind,
                false,
                createdTs,
                null,
                false,
                false,
                false,
                null);
    }

    /// The same account with or without the rights of an administrator.
    public Account withAdmin(boolean isAdmin) {
        return new Account(
                user,
                localpart,
                passwordHash,
                kind,
                isAdmin,
                createdTs,
                deactivatedTs,
                erased,
                suspended,
                locked,
                appService);
    }

    /// The same account as one that an application service made; `null` for all others.
    public Account withAppService(@Nullable String id) {
        return new Account(
                user,
                localpart,
                passwordHash,
                kind,
                admin,
                createdTs,
                deactivatedTs,
                erased,
                suspended,
                locked,
                id);
    }

    /// The same account with another hash of its password.
    public Account withPasswordHash(String hash) {
        return new Account(
                user,
                localpart,
                hash,
                kind,
                admin,
                createdTs,
                deactivatedTs,
                erased,
                suspended,
                locked,
                appService);
    }

    /// Whether the account was closed.
    public boolean isDeactivated() {
        return deactivatedTs != null;
    }
}

package org.stoa.accounts;

import org.stoa.protocol.id.UserId;
import org.stoa.storage.accounts.Account;
import org.stoa.storage.accounts.AccountKind;

/// What an operator sees of an account.
///
/// @param userId its user
/// @param kind whose it is
/// @param admin whether it may administer the server
/// @param createdTs when it was made, milliseconds since 1970
/// @param deactivated whether it was closed
/// @param locked may do nothing but log out
/// @param suspended may read but not act
public record AccountSummary(
        UserId userId,
        AccountKind kind,
        boolean admin,
        long createdTs,
        boolean deactivated,
        boolean locked,
        boolean suspended) {

    static AccountSummary of(Account account, UserId userId) {
        return new AccountSummary(
                userId,
                account.kind(),
                account.admin(),
                account.createdTs(),
                account.isDeactivated(),
                account.locked(),
                account.suspended());
    }
}

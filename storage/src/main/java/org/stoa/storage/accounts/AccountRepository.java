package org.stoa.storage.accounts;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `account`.
public final class AccountRepository {

    private static final String COLUMNS =
            """
            SELECT user_nid, localpart, password_hash, kind, admin, created_ts, deactivated_ts,
                   erased, suspended, locked, appservice
              FROM account
            """;

    /// Returns the account of a user; empty when the user is unknown or not local.
    public Optional<Account> find(Tx tx, long user) {
        return tx.one(COLUMNS + " WHERE user_nid = ?", AccountRepository::account, user);
    }

    /// Returns the account with exactly this localpart.
    public Optional<Account> findByLocalpart(Tx tx, String localpart) {
        return tx.one(COLUMNS + " WHERE localpart = ?", AccountRepository::account, localpart);
    }

    /// Returns accounts in the order of their localparts, those after `after`, at most `limit`.
    public List<Account> list(Tx tx, String after, int limit) {
        return tx.list(
                COLUMNS + " WHERE localpart > ? ORDER BY localpart LIMIT ?",
                AccountRepository::account,
                after,
                limit);
    }

    /// Returns how many accounts in use there are.
    public long count(Tx tx) {
        return tx.one(
                        "SELECT COUNT(*) FROM account WHERE deactivated_ts IS NULL",
                        row -> row.number(1))
                .orElseThrow();
    }

    /// Adds an account; `false` when the localpart is taken.
    public boolean insert(WriteTx tx, Account account) {
        int rows =
                tx.update(
                        """
                        INSERT INTO account (user_nid, localpart, password_hash, kind, admin, created_ts, appservice)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT DO NOTHING
                        """,
                        account.user(),
                        account.localpart(),
                        account.passwordHash(),
                        account.kind().number(),
                        account.admin() ? 1 : 0,
                        account.createdTs(),
                        account.appService());
        return rows == 1;
    }

    /// Sets or (`null`) removes the password.
    public void setPassword(WriteTx tx, long user, @Nullable String hash) {
        tx.update("UPDATE account SET password_hash = ? WHERE user_nid = ?", hash, user);
    }

    /// Puts another hash of the same password in the place of an outdated one; `false` when it was changed meanwhile.
    public boolean replacePasswordHash(WriteTx tx, long user, String outdated, String hash) {
        int rows =
                tx.update(
                        "UPDATE account SET password_hash = ? WHERE user_nid = ? AND password_hash = ?",
                        hash,
                        user,
                        outdated);
        return rows == 1;
    }

    /// Notes what the user accepted when the account was made, as JSON.
    public void setConsent(WriteTx tx, long user, String consent) {
        tx.update("UPDATE account SET consent = ? WHERE user_nid = ?", consent, user);
    }

    /// Gives or takes the rights of an administrator.
    public void setAdmin(WriteTx tx, long user, boolean admin) {
        tx.update("UPDATE account SET admin = ? WHERE user_nid = ?", admin ? 1 : 0, user);
    }

    /// Locks or unlocks an account.
    public void setLocked(WriteTx tx, long user, boolean locked) {
        tx.update("UPDATE account SET locked = ? WHERE user_nid = ?", locked ? 1 : 0, user);
    }

    /// Suspends an account or lifts the suspension.
    public void setSuspended(WriteTx tx, long user, boolean suspended) {
        tx.update("UPDATE account SET suspended = ? WHERE user_nid = ?", suspended ? 1 : 0, user);
    }

    /// Makes a guest a user with a password (`null`: without one); `false` when it was no guest.
    public boolean makeUser(WriteTx tx, long user, @Nullable String passwordHash) {
        int rows =
                tx.update(
                        """
                        UPDATE account SET kind = ?, password_hash = ?
                         WHERE user_nid = ? AND kind = ? AND deactivated_ts IS NULL
                        """,
                        AccountKind.USER.number(),
                        passwordHash,
                        user,
                        AccountKind.GUEST.number());
        return rows == 1;
    }

    /// Closes an account for good: no password, no rights. The name stays taken. `false` when it was closed already.
    public boolean deactivate(WriteTx tx, long user, long ts, boolean erased) {
        int rows =
                tx.update(
                        """
                        UPDATE account SET password_hash = NULL, admin = 0, deactivated_ts = ?, erased = ?
                         WHERE user_nid = ? AND deactivated_ts IS NULL
                        """,
                        ts,
                        erased ? 1 : 0,
                        user);
        return rows == 1;
    }

    private static Account account(ResultRow row) {
        return account(row, 1);
    }

    /// Reads an account from eleven columns in the order of the table, the first of them at `first`.
    static Account account(ResultRow row, int first) {
        return new Account(
                row.number(first),
                row.text(first + 1),
                row.textOrNull(first + 2),
                AccountKind.of(row.number(first + 3)),
                row.flag(first + 4),
                row.number(first + 5),
                row.numberOrNull(first + 6),
                row.flag(first + 7),
                row.flag(first + 8),
                row.flag(first + 9),
                row.textOrNull(first + 10));
    }
}

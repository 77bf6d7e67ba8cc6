package org.stoa.accounts.search;

import java.util.List;
import java.util.Optional;
import org.stoa.accounts.ProfileChanged;
import org.stoa.accounts.UserDeactivated;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonString;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;
import org.stoa.storage.accounts.Account;
import org.stoa.storage.accounts.AccountKind;
import org.stoa.storage.accounts.AccountRepository;
import org.stoa.storage.accounts.ProfileRepository;
import org.stoa.storage.accounts.UserWordRepository;
import org.stoa.storage.migrate.BackgroundRewrite;

/// Keeps the words that local users are found by, in the same write as the account or the name. Guests are not found, and
/// closed accounts are not. Thread-safe.
public final class UserIndex implements BackgroundRewrite {

    private static final String DISPLAY_NAME = "displayname";
    private static final int ACCOUNTS_A_STEP = 200;

    private final AccountRepository accounts;
    private final ProfileRepository profiles;
    private final ServerName serverName;
    private final UserWordRepository words = new UserWordRepository();

    /// Keeps the words of these accounts.
    public UserIndex(
            AccountRepository accounts, ProfileRepository profiles, ServerName serverName) {
        this.accounts = accounts;
        this.profiles = profiles;
        this.serverName = serverName;
    }

    /// Brings a user's words up to date with what the transaction has written.
    public void update(WriteTx tx, long user) {
        accounts.find(tx, user).ifPresent(account -> update(tx, account));
    }

    /// Keeps the words in step with display names, and tells another of the change.
    public ProfileChanged onProfileChange(ProfileChanged next) {
        return (tx, user, userId, field) -> {
            if (field.equals(DISPLAY_NAME)) {
                update(tx, user);
            }
            next.changed(tx, user, userId, field);
        };
    }

    /// Removes the words of closed accounts, and tells another.
    public UserDeactivated onDeactivation(UserDeactivated next) {
        return (tx, user, userId, erase) -> {
            update(tx, user);
            next.deactivated(tx, user, userId, erase);
        };
    }

    @Override
    public String name() {
        // The first one wrote words with accents.
        return "accounts.user_words_without_accents";
    }

    /// Gives the accounts that were there before the table, or before its words were as they are now, their words.
    @Override
    public Optional<String> step(WriteTx tx, String cursor) {
        List<Account> page = accounts.list(tx, cursor, ACCOUNTS_A_STEP);
        page.forEach(account -> update(tx, account));
        return page.size() < ACCOUNTS_A_STEP
                ? Optional.empty()
                : Optional.of(page.getLast().localpart());
    }

    private void update(WriteTx tx, Account account) {
        if (account.isDeactivated() || account.kind() == AccountKind.GUEST) {
            words.deleteAll(tx, account.user());
            return;
        }
        String userId = UserId.of(account.localpart(), serverName).toString();
        words.replace(
                tx,
                account.user(),
                NameWords.of(account.localpart(), userId, displayName(tx, account.user())));
    }

    private String displayName(Tx tx, long user) {
        return profiles.find(tx, user, DISPLAY_NAME).map(UserIndex::text).orElse("");
    }

    static String text(String json) {
        return !json.isEmpty() && Json.parse(json) instanceof JsonString(String text) ? text : "";
    }
}

package org.stoa.rooms.receipts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.data.IgnoredUsers;
import org.stoa.accounts.data.PushRulesContent;
import org.stoa.platform.Changes;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.push.PushRuleset;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.accounts.AccountDataRepository;

/// The rules of users, read again only when they have changed. Thread-safe.
final class UserRulesCache {
    /// About how many bytes of memory the rules may take.
    private static final long MAX_BYTES = 32_000_000;

    private static final int BYTES_PER_USER = 500;
    private static final int BYTES_PER_CHARACTER = 8;

    private final Names names;
    private final Changes changes;
    private final AccountDataRepository accountData = new AccountDataRepository();
    private final Cache<Long, Known> byUser =
            Caffeine.newBuilder()
                    .executor(Runnable::run)
                    .maximumWeight(MAX_BYTES)
                    .weigher((Long user, Known known) -> known.bytes())
                    .build();

    /// @param asOf his account data up to this position was looked at
    /// @param changed position of the newest change
    private record Known(UserRules rules, long asOf, long changed, int bytes) {
        Known asOf(long position) {
            return new Known(rules, position, changed, bytes);
        }
    }

    UserRulesCache(Names names, Changes changes) {
        this.names = names;
        this.changes = changes;
    }

    /// The rules of a user: the same object until they change, or were not used for long. The database is only asked when
    /// something of his own has changed.
    ///
    /// @param asOf everything up to this position is in the transaction
    UserRules of(Tx tx, long user, long asOf) {
        Known known = byUser.getIfPresent(user);
        if (known != null && changes.lastOfUser(user) <= known.asOf()) {
            return known.rules();
        }
        long changed = accountData.lastChange(tx, user, PushRulesContent.TYPE, IgnoredUsers.TYPE);
        known =
                known != null && known.changed() == changed
                        ? known.asOf(asOf)
                        : read(tx, user, asOf, changed);
        byUser.put(user, known);
        return known.rules();
    }

    private Known read(Tx tx, long user, long asOf, long changed) {
        UserId userId = names.userId(user);
        Optional<String> rules =
                accountData.find(tx, user, AccountDataRepository.GLOBAL, PushRulesContent.TYPE);
        @Nullable PushRuleset own =
                rules.map(text -> PushRulesContent.rules(userId, Json.parseObject(text)))
                        .orElse(null);
        UserRules read = new UserRules(user, userId, own, IgnoredUsers.numbers(tx, names, user));
        int characters = rules.map(String::length).orElse(0);
        return new Known(read, asOf, changed, BYTES_PER_USER + BYTES_PER_CHARACTER * characters);
    }
}

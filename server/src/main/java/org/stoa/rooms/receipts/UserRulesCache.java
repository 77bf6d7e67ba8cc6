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
    private static final int BYTES_PER_IGNORED = 200;

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
    private record Known(
            UserRules rules, IgnoredUsers.Found ignored, long asOf, long changed, int bytes) {
        Known asOf(long position) {
            return new Known(rules, ignored, position, changed, bytes);
        }

        /// The same, with those whom he ignores and whom somebody has met since.
        Known now(Names names) {
            IgnoredUsers.Found now = ignored.now(names);
            boolean isSame = now.numbers().equals(ignored.numbers());
            UserRules own = isSame ? rules : rules.ignoring(now.numbers());
            return new Known(own, now, asOf, changed, bytes);
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
        if (known != null
                && changes.lastOfUser(user) <= known.asOf()
                && known.ignored().isCurrent(names)) {
            return known.rules();
        }
        Known now = look(tx, user, asOf, known);
        byUser.put(user, now);
        return now.rules();
    }

    private Known look(Tx tx, long user, long asOf, @Nullable Known known) {
        long changed = accountData.lastChange(tx, user, PushRulesContent.TYPE, IgnoredUsers.TYPE);
        return known != null && known.changed() == changed
                ? known.asOf(asOf).now(names)
                : read(tx, user, asOf, changed);
    }

    private Known read(Tx tx, long user, long asOf, long changed) {
        UserId userId = names.userId(user);
        Optional<String> rules =
                accountData.find(tx, user, AccountDataRepository.GLOBAL, PushRulesContent.TYPE);
        @Nullable PushRuleset own =
                rules.map(text -> PushRulesContent.rules(userId, Json.parseObject(text)))
                        .orElse(null);
        IgnoredUsers.Found ignored = IgnoredUsers.find(tx, names, user);
        UserRules read = new UserRules(user, userId, own, ignored.numbers());
        int bytes =
                BYTES_PER_USER
                        + BYTES_PER_CHARACTER * rules.map(String::length).orElse(0)
                        + BYTES_PER_IGNORED * (ignored.numbers().size() + ignored.unmet().size());
        return new Known(read, ignored, asOf, changed, bytes);
    }
}

package org.stoa.accounts.data;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.accounts.AccountDataRepository;

/// The account data `m.ignored_user_list`.
///
/// Spec: client-server-api#ignoring-users (v1.19).
public final class IgnoredUsers {
    /// The type of the account data.
    public static final String TYPE = "m.ignored_user_list";

    private static final AccountDataRepository REPOSITORY = new AccountDataRepository();

    private IgnoredUsers() {}

    /// Returns the numbers of the users that a user ignores now; those that nobody here has ever met have none.
    public static Set<Long> numbers(Tx tx, Names names, long user) {
        JsonObject stored =
                REPOSITORY
                        .find(tx, user, AccountDataRepository.GLOBAL, TYPE)
                        .map(Json::parseObject)
                        .orElse(null);
        Set<Long> numbers = new HashSet<>();
        for (UserId ignored : of(stored)) {
            names.findUser(ignored).ifPresent(numbers::add);
        }
        return Set.copyOf(numbers);
    }

    /// Returns the users that the content names; what is no user id is left out.
    ///
    /// @param stored what is stored for the user, `null` when the user never ignored anybody
    public static Set<UserId> of(@Nullable JsonObject stored) {
        Set<UserId> ignored = new HashSet<>();
        if (stored != null) {
            for (String userId : stored.object("ignored_users").orElse(JsonObject.EMPTY).names()) {
                UserId.tryParse(userId).ifPresent(ignored::add);
            }
        }
        return ignored;
    }
}

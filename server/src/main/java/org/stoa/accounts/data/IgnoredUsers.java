package org.stoa.accounts.data;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
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

    /// Whoever reads events has them looked up each time; people who ignore many ignore some hundred.
    private static final int MAX_USERS = 5_000;

    private static final String USERS = "ignored_users";
    private static final AccountDataRepository REPOSITORY = new AccountDataRepository();

    private IgnoredUsers() {}

    /// Refuses what a user wants to store when it names too many.
    ///
    /// Errors: M_TOO_LARGE.
    static void check(JsonObject content) {
        int users = content.object(USERS).orElse(JsonObject.EMPTY).names().size();
        if (users > MAX_USERS) {
            throw new MatrixException(
                    ErrorCode.TOO_LARGE,
                    "%d users to ignore; at most %d can be".formatted(users, MAX_USERS));
        }
    }

    /// Returns the numbers of the users that a user ignores now; those that nobody here has ever met have none.
    public static Set<Long> numbers(Tx tx, Names names, long user) {
        JsonObject stored =
                REPOSITORY
                        .find(tx, user, AccountDataRepository.GLOBAL, TYPE)
                        .map(Json::parseObject)
                        .orElse(null);
        return Set.copyOf(names.findUsers(of(stored)).values());
    }

    /// Returns the users that the content names; what is no user id is left out.
    ///
    /// @param stored what is stored for the user, `null` when the user never ignored anybody
    public static Set<UserId> of(@Nullable JsonObject stored) {
        Set<UserId> ignored = new HashSet<>();
        if (stored != null) {
            for (String userId : stored.object(USERS).orElse(JsonObject.EMPTY).names()) {
                UserId.tryParse(userId).ifPresent(ignored::add);
            }
        }
        return ignored;
    }
}

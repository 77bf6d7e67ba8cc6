package org.stoa.accounts.data;

import java.util.HashSet;
import java.util.Map;
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

    /// Whom a user ignores, as found at some time.
    ///
    /// @param numbers those whom somebody here has met
    /// @param unmet the others, who may come later
    /// @param asOf [Names#usersNumbered] from before they were looked up
    public record Found(Set<Long> numbers, Set<UserId> unmet, long asOf) {
        /// Who ignores nobody.
        public static final Found NOBODY = new Found(Set.of(), Set.of(), 0);

        public Found {
            numbers = Set.copyOf(numbers);
            unmet = Set.copyOf(unmet);
        }

        /// The same, with those who were met since: ignoring applies from when it was said. The same object when it is current.
        public Found now(Names names) {
            return isCurrent(names) ? this : of(names, numbers, unmet);
        }

        /// Whether nobody can have been met since.
        public boolean isCurrent(Names names) {
            return unmet.isEmpty() || names.usersNumbered() == asOf;
        }

        private static Found of(Names names, Set<Long> known, Set<UserId> unsure) {
            long asOf = names.usersNumbered();
            Map<UserId, Long> met = names.findUsers(unsure);
            Set<Long> numbers = new HashSet<>(known);
            numbers.addAll(met.values());
            Set<UserId> unmet = new HashSet<>(unsure);
            unmet.removeAll(met.keySet());
            return new Found(numbers, unmet, asOf);
        }
    }

    /// Returns the numbers of the users that a user ignores now; those that nobody here has ever met have none.
    public static Set<Long> numbers(Tx tx, Names names, long user) {
        return find(tx, names, user).numbers();
    }

    /// Returns whom a user ignores now, for who keeps it.
    public static Found find(Tx tx, Names names, long user) {
        JsonObject stored =
                REPOSITORY
                        .find(tx, user, AccountDataRepository.GLOBAL, TYPE)
                        .map(Json::parseObject)
                        .orElse(null);
        return Found.of(names, Set.of(), of(stored));
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

package org.stoa.accounts.data;

import java.util.Optional;
import java.util.OptionalLong;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.push.Glob;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.accounts.AccountDataRepository;

/// Whom users let invite them: the account data `m.invite_permission_config`, which blocks everybody or nobody, and, by its
/// unstable name, the proposal that tells users and servers apart. Thread-safe.
///
/// Spec: client-server-api#invite-permission (v1.19), MSC4155.
public final class InvitePermissions {
    private static final String TYPE = "m.invite_permission_config";
    private static final String LISTS = "org.matrix.msc4155.invite_permission_config";
    private static final AccountDataRepository REPOSITORY = new AccountDataRepository();

    private final Database database;

    /// Reads account data here.
    public InvitePermissions(Database database) {
        this.database = database;
    }

    /// What becomes of an invite.
    public enum Verdict {
        /// The user hears of it.
        ALLOW,
        /// The user does not hear of it, nor the inviter of that.
        IGNORE,
        /// The inviter hears that the user wants none.
        BLOCK
    }

    /// Refuses an invite of a local user who blocks it. Errors: M_INVITE_BLOCKED.
    public void requireNotBlocked(UserId inviter, UserId invited) {
        OptionalLong user =
                database.names().findUser(invited).stream().mapToLong(n -> n).findFirst();
        if (user.isPresent()
                && database.read(tx -> verdict(tx, user.getAsLong(), inviter)) == Verdict.BLOCK) {
            throw new MatrixException(ErrorCode.INVITE_BLOCKED, invited + " wants no such invites");
        }
    }

    /// What becomes of an invite of a local user.
    ///
    /// @param user number of the invited
    public static Verdict verdict(Tx tx, long user, UserId inviter) {
        boolean blocksAll =
                content(tx, user, TYPE)
                        .string("default_action")
                        .filter("block"::equals)
                        .isPresent();
        return blocksAll ? Verdict.BLOCK : byLists(content(tx, user, LISTS), inviter);
    }

    /// "2. If it matches `allowed_users`, stop processing and allow", then those that ignore, then those that block; then the same
    /// with servers.
    private static Verdict byLists(JsonObject lists, UserId inviter) {
        return byLists(lists, "users", inviter.toString())
                .or(() -> byLists(lists, "servers", inviter.server().text()))
                .orElse(Verdict.ALLOW);
    }

    private static Optional<Verdict> byLists(JsonObject lists, String what, String text) {
        if (matches(lists, "allowed_" + what, text)) {
            return Optional.of(Verdict.ALLOW);
        }
        if (matches(lists, "ignored_" + what, text)) {
            return Optional.of(Verdict.IGNORE);
        }
        return matches(lists, "blocked_" + what, text)
                ? Optional.of(Verdict.BLOCK)
                : Optional.empty();
    }

    private static boolean matches(JsonObject lists, String name, String text) {
        return lists.array(name).orElse(JsonArray.EMPTY).strings().stream()
                .anyMatch(pattern -> Glob.of(pattern).matches(text));
    }

    private static JsonObject content(Tx tx, long user, String type) {
        return REPOSITORY
                .find(tx, user, AccountDataRepository.GLOBAL, type)
                .map(Json::parseObject)
                .orElse(JsonObject.EMPTY);
    }
}

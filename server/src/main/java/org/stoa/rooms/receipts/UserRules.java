package org.stoa.rooms.receipts;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.push.CountingLevel;
import org.stoa.protocol.push.DefaultRules;
import org.stoa.protocol.push.PushRuleset;
import org.stoa.protocol.push.RuleKind;
import org.stoa.rooms.head.Room;
import org.stoa.storage.Tx;
import org.stoa.storage.receipts.ReceiptRepository;

/// What decides of which events a user is notified, as it was stored at some time. Two that were read at different times
/// are never equal. Thread-safe.
final class UserRules {
    /// Whoever ignores more has each event looked at.
    private static final int FEW_IGNORED = 50;

    /// A pattern is matched in steps of so many of its characters.
    private static final int CHARACTERS_PER_STEP = 64;

    private static final ReceiptRepository RECEIPTS = new ReceiptRepository();

    private final long user;
    private final UserId userId;
    private final @Nullable PushRuleset changed;
    private final Set<Long> ignored;
    private final long steps;
    private final Map<Long, CountingLevel> levels = new ConcurrentHashMap<>();

    /// Creates them.
    ///
    /// @param changed the user's rules; null for the default ones
    /// @param ignored numbers of the users that he ignores
    UserRules(long user, UserId userId, @Nullable PushRuleset changed, Set<Long> ignored) {
        this.user = user;
        this.userId = userId;
        this.changed = changed;
        this.ignored = Set.copyOf(ignored);
        this.steps = changed == null ? 0 : steps(changed);
    }

    /// The same rules of a user who ignores others.
    UserRules ignoring(Set<Long> others) {
        return new UserRules(user, userId, changed, others);
    }

    private static long steps(PushRuleset rules) {
        return Arrays.stream(RuleKind.values())
                .flatMap(kind -> rules.rules(kind).stream())
                .filter(rule -> !rule.isDefault())
                .mapToLong(rule -> 1L + rule.toJson().toString().length() / CHARACTERS_PER_STEP)
                .sum();
    }

    /// Number of the user.
    long user() {
        return user;
    }

    UserId userId() {
        return userId;
    }

    /// How many steps the user's own rules take at most for each character of an event, about.
    long steps() {
        return steps;
    }

    PushRuleset rules() {
        return changed == null ? DefaultRules.forUser(userId) : changed;
    }

    /// Whether the user is not told of what somebody sends: himself, or one whom he ignores.
    boolean isDeafTo(long sender) {
        return sender == user || ignored.contains(sender);
    }

    /// What the rules come to in a room; found out once for each room.
    CountingLevel level(Room room) {
        PushRuleset rules = changed;
        if (rules == null) {
            return CountingLevel.ALL;
        }
        return levels.computeIfAbsent(
                room.nid(), nid -> CountingLevel.of(rules, userId, room.roomId().toString()));
    }

    /// Whether he wants to hear of everybody.
    boolean ignoresNobody() {
        return ignored.isEmpty();
    }

    /// Whether somebody whom the user ignores may have sent anything that is unread.
    boolean ignoresAuthor(Tx tx, long room, Floors floors) {
        if (ignored.size() > FEW_IGNORED) {
            return true;
        }
        // One look-up for each, as most ignore nobody, and who does only some.
        return ignored.stream()
                .anyMatch(sender -> RECEIPTS.hasSentAbove(tx, room, sender, floors.everywhere()));
    }
}

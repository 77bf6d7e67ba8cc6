package org.stoa.protocol.auth;

import java.util.IdentityHashMap;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;

/// The numbers that the steps of the authorisation rules have in a room version. Comments in this package number the
/// steps as the newest version does; older versions lack some of them, so that what follows has lower numbers there.
///
/// @param roomId whether the room id names an accepted create event
/// @param joinRestricted the step under `join` for restricted joins
/// @param joinPublic the step under `join` for public rooms
/// @param joinOtherwise the last step under `join`
/// @param levelValues the first step under power levels that looks at the previous levels
/// @param otherwise the last step of all
record StepNumbers(
        String create,
        String createOtherwise,
        String roomId,
        String authEvents,
        String authEventsRoom,
        String federate,
        String aliases,
        String member,
        String authorisedJoin,
        String join,
        String joinRestricted,
        String joinPublic,
        String joinOtherwise,
        String invite,
        String leave,
        String ban,
        String knock,
        String unknownMembership,
        String senderJoined,
        String thirdPartyInvite,
        String requiredLevel,
        String stateKey,
        String powerLevels,
        int levelUsers,
        int levelValues,
        String redaction,
        String otherwise) {

    /// One object for each version, filled once and only read after that.
    private static final IdentityHashMap<RoomRules, StepNumbers> BY_RULES = new IdentityHashMap<>();

    static {
        for (RoomVersion version : RoomVersion.values()) {
            BY_RULES.put(version.rules(), count(version.rules()));
        }
    }

    static StepNumbers of(RoomRules rules) {
        StepNumbers known = BY_RULES.get(rules);
        return known == null ? count(rules) : known;
    }

    private static StepNumbers count(RoomRules rules) {
        Counter top = new Counter("");
        String create = top.next();
        String roomId = top.nextIf(rules.roomIdFromCreate());
        String authEvents = top.next();
        String federate = top.next();
        String aliases = top.nextIf(rules.aliasesAuthRule());
        String member = top.next();
        Counter memberSteps = new Counter(member + ".");
        memberSteps.next();
        String authorisedJoin = memberSteps.nextIf(rules.restrictedJoinRule());
        String join = memberSteps.next();
        Counter joinSteps = new Counter(join + ".");
        joinSteps.skip(4);
        boolean createHasRuleFour = !rules.creatorIsSender() || rules.privilegedCreators();
        int levelUsers = rules.integerPowerLevels() ? 3 : 1;
        return new StepNumbers(
                create,
                create + (createHasRuleFour ? ".5" : ".4"),
                roomId,
                authEvents,
                authEvents + (rules.roomIdFromCreate() ? ".4" : ".5"),
                federate,
                aliases,
                member,
                authorisedJoin,
                join,
                joinSteps.nextIf(rules.restrictedJoinRule()),
                joinSteps.next(),
                joinSteps.next(),
                memberSteps.next(),
                memberSteps.next(),
                memberSteps.next(),
                memberSteps.nextIf(rules.knocking()),
                memberSteps.next(),
                top.next(),
                top.next(),
                top.next(),
                top.next(),
                top.next(),
                levelUsers,
                levelUsers + (rules.privilegedCreators() ? 2 : 1),
                top.nextIf(rules.redactionAuthRule()),
                top.next());
    }

    /// Counts the steps of one level.
    private static final class Counter {

        private final String prefix;
        private int last;

        Counter(String prefix) {
            this.prefix = prefix;
        }

        String next() {
            last++;
            return prefix + last;
        }

        /// Returns the next number for a step that the version has; a step that it lacks is never asked for its number.
        String nextIf(boolean exists) {
            return exists ? next() : prefix + "-";
        }

        void skip(int steps) {
            last += steps;
        }
    }
}

package org.stoa.protocol.auth;

import java.util.function.Function;
import java.util.function.Predicate;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;

/// An event that a step of the rules must allow or reject, in each version that has the step.
///
/// @param step the step's name, see [AuthSteps.Step]
/// @param rules in which of these versions
/// @param check what the rules say of the event
record AuthCase(
        String step,
        boolean allowed,
        String title,
        Predicate<RoomRules> rules,
        Function<RoomVersion, AuthResult> check) {

    AuthCase {
        if (!AuthSteps.isName(step)) {
            throw new IllegalArgumentException("No version has a step " + step);
        }
    }

    static AuthCase allow(String step, String title, Function<RoomVersion, AuthResult> check) {
        return new AuthCase(step, true, title, rules -> true, check);
    }

    static AuthCase reject(String step, String title, Function<RoomVersion, AuthResult> check) {
        return new AuthCase(step, false, title, rules -> true, check);
    }

    /// A case in the usual room.
    static AuthCase allowed(String step, String title, Function<TestRoom, AuthResult> check) {
        return allow(step, title, version -> check.apply(TestRoom.usual(version)));
    }

    /// A case in the usual room.
    static AuthCase rejected(String step, String title, Function<TestRoom, AuthResult> check) {
        return reject(step, title, version -> check.apply(TestRoom.usual(version)));
    }

    AuthCase where(Predicate<RoomRules> restriction) {
        return new AuthCase(step, allowed, title, rules.and(restriction), check);
    }

    boolean appliesTo(RoomVersion version) {
        return rules.test(version.rules()) && AuthSteps.named(step, version).isPresent();
    }

    @Override
    public String toString() {
        return step + (allowed ? " allows " : " rejects ") + title;
    }
}

package org.stoa.accounts.moderation.endpoint;

import java.util.Locale;
import org.stoa.accounts.moderation.Restriction;

/// Where the restrictions of accounts are, now and before they were part of the specification.
final class RestrictionPath {

    private RestrictionPath() {}

    static String of(Restriction restriction) {
        return "/admin/" + name(restriction) + "/{userId}";
    }

    static String unstable(Restriction restriction) {
        return "/uk.timedout.msc4323" + of(restriction);
    }

    private static String name(Restriction restriction) {
        return restriction.name().toLowerCase(Locale.ROOT);
    }
}

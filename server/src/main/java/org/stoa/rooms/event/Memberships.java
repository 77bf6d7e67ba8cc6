package org.stoa.rooms.event;

import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.json.JsonObject;

/// Memberships as numbers of the database, and as member events say them.
public final class Memberships {
    private static final Membership[] BY_NUMBER = {
        Membership.LEAVE, Membership.INVITE, Membership.JOIN, Membership.KNOCK, Membership.BAN
    };

    private Memberships() {}

    /// The membership that a number of the database stands for.
    public static Membership of(long number) {
        return BY_NUMBER[(int) number];
    }

    /// The number that stands for a membership in the database.
    public static long number(Membership membership) {
        return switch (membership) {
            case LEAVE -> 0;
            case INVITE -> 1;
            case JOIN -> 2;
            case KNOCK -> 3;
            case BAN -> 4;
        };
    }

    /// The membership that a member event's content says; LEAVE when it says none that is known.
    public static Membership in(JsonObject content) {
        return content.string("membership").flatMap(Membership::of).orElse(Membership.LEAVE);
    }
}

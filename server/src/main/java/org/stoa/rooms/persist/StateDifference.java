package org.stoa.rooms.persist;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;

/// A key of the current state that went over from one event to another.
///
/// @param was the event that held it; null for none
/// @param now the event that holds it; null for none, and then there was one
public record StateDifference(@Nullable StoredEvent was, @Nullable StoredEvent now) {
    /// One of the two events.
    StoredEvent any() {
        return now != null ? now : requireNonNull(was);
    }

    /// Whether it is the key of this type and state key.
    public boolean isOf(String type, String stateKey) {
        return any().parsed().isState(type, stateKey);
    }

    /// The user whose membership it is; empty when it is something else.
    public Optional<UserId> member() {
        return any().type().equals("m.room.member")
                ? UserId.tryParse(any().parsed().stateKey().orElse(""))
                : Optional.empty();
    }

    /// The membership before, when it is one.
    public Membership membershipWas() {
        return membership(was);
    }

    /// The membership from now on, when it is one.
    public Membership membershipNow() {
        return membership(now);
    }

    private static Membership membership(@Nullable StoredEvent event) {
        return event == null ? Membership.LEAVE : Memberships.in(event.content());
    }
}

package org.stoa.sync.v3;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.stoa.accounts.data.InvitePermissions;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;

/// Says whether a user is not to hear of an invite: because he ignores the inviter ("Servers must not send room invites from
/// ignored users to clients"), or wants no invites of him. Thread-safe.
///
/// Spec: client-server-api#ignoring-users, #invite-permission (v1.19).
public final class Inviters {
    private final EventStore events;
    private final Names names;

    /// Creates it.
    public Inviters(EventStore events, Names names) {
        this.events = events;
        this.names = names;
    }

    /// Whether one of the ignored made the membership what it is, or somebody whose invites the user does not want.
    public boolean isIgnored(Tx tx, LocalMembership invite, Set<Long> ignored) {
        Optional<Long> inviter = inviter(tx, invite);
        return inviter.filter(ignored::contains).isPresent()
                || inviter.map(names::userId)
                        .filter(user -> isUnwanted(tx, invite.user(), user))
                        .isPresent();
    }

    private static boolean isUnwanted(Tx tx, long invited, UserId inviter) {
        return InvitePermissions.verdict(tx, invited, inviter) != InvitePermissions.Verdict.ALLOW;
    }

    private Optional<Long> inviter(Tx tx, LocalMembership invite) {
        return invite.event() != 0
                ? Optional.of(events.get(tx, invite.event()).header().sender())
                : inStrippedState(invite);
    }

    /// Of a room of other servers only this is known.
    private Optional<Long> inStrippedState(LocalMembership invite) {
        byte[] stripped = invite.strippedState();
        if (stripped == null
                || !(Json.parse(new String(stripped, StandardCharsets.UTF_8))
                        instanceof JsonArray state)) {
            return Optional.empty();
        }
        String user = names.userId(invite.user()).toString();
        return state.objects().stream()
                .filter(event -> event.string("type").equals(Optional.of("m.room.member")))
                .filter(event -> event.string("state_key").equals(Optional.of(user)))
                .findFirst()
                .flatMap(Inviters::sender)
                .flatMap(names::findUser);
    }

    private static Optional<UserId> sender(JsonObject event) {
        return event.string("sender").flatMap(UserId::tryParse);
    }
}

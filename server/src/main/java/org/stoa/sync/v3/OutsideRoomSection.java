package org.stoa.sync.v3;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.http.JsonBuffer;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;

/// A room under `rooms.invite` or `rooms.knock`: what somebody may know of it who is not in it yet.
///
/// Spec: client-server-api#stripped-state (v1.19).
final class OutsideRoomSection {
    private static final byte[] NO_EVENTS = "[]".getBytes(StandardCharsets.UTF_8);

    private final MembershipRepository memberships = new MembershipRepository();

    /// Writes the room as a member.
    void write(Tx tx, long user, String roomId, RoomTask task, JsonBuffer out) {
        Optional<LocalMembership> row = memberships.of(tx, user, task.room());
        byte @Nullable [] stripped = row.isEmpty() ? null : row.get().strippedState();
        String name = task.kind() == RoomTask.Kind.INVITE ? "invite_state" : "knock_state";
        out.name(roomId).beginObject();
        out.name(name).beginObject();
        out.name("events").text(stripped == null ? NO_EVENTS : stripped);
        out.endObject();
        out.endObject();
    }
}

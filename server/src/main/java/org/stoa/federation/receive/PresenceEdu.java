package org.stoa.federation.receive;

import java.util.Optional;
import org.stoa.ephemeral.Presence;
import org.stoa.ephemeral.PresenceState;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.MembershipRepository;

/// How reachable users of another server are. Only those count who share a room with a user of this one.
///
/// Spec: server-server-api#presence (v1.19).
final class PresenceEdu implements EduHandler {
    /// Users of one EDU that are looked at; others come with the next.
    private static final int MAX_USERS = 500;

    /// Rooms of a user in which somebody of this server is looked for: nearly always the first will do.
    private static final int MAX_ROOMS = 50;

    /// Longer than anybody shows; it is kept in memory.
    private static final int MAX_MESSAGE = 1_024;

    private static final long JOINED = 2;

    private final Database database;
    private final Presence presence;
    private final MembershipRepository memberships = new MembershipRepository();

    PresenceEdu(Database database, Presence presence) {
        this.database = database;
        this.presence = presence;
    }

    @Override
    public String type() {
        return "m.presence";
    }

    @Override
    public void receive(ServerName origin, JsonObject content) {
        if (!presence.isEnabled()) {
            return;
        }
        content.array("push").orElse(JsonArray.EMPTY).stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .limit(MAX_USERS)
                .forEach(update -> report(origin, update));
    }

    private void report(ServerName origin, JsonObject update) {
        Optional<PresenceState> state = update.string("presence").flatMap(PresenceState::of);
        Optional<Long> user =
                update.string("user_id")
                        .flatMap(id -> EduSubjects.user(origin, id))
                        .flatMap(this::known);
        if (state.isEmpty() || user.isEmpty()) {
            return;
        }
        presence.report(
                user.get(),
                state.get(),
                update.integer("last_active_ago"),
                update.string("status_msg").filter(text -> text.length() <= MAX_MESSAGE));
    }

    private Optional<Long> known(UserId user) {
        return database.names()
                .findUser(user)
                .filter(number -> database.read(tx -> sharesARoom(tx, number)));
    }

    private boolean sharesARoom(Tx tx, long user) {
        return memberships.roomsOf(tx, user, JOINED).stream()
                .limit(MAX_ROOMS)
                .anyMatch(room -> !memberships.someLocalJoined(tx, room, JOINED, 1).isEmpty());
    }
}

package org.stoa.federation.receive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoa.ephemeral.Presence;
import org.stoa.ephemeral.PresenceState;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.MembershipRepository;

/// How reachable users of another server are. Only those count who share a room with a user of this one.
///
/// Spec: server-server-api#presence (v1.19).
final class PresenceEdu implements EduHandler {
    /// Users of one transaction that are looked at; others come with the next.
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
    public void receive(ServerName origin, List<JsonObject> contents) {
        if (!presence.isEnabled()) {
            return;
        }
        Map<UserId, JsonObject> newest = new LinkedHashMap<>();
        for (JsonObject content : contents) {
            for (Json each : content.array("push").orElse(JsonArray.EMPTY)) {
                if (each instanceof JsonObject update && state(update).isPresent()) {
                    update.string("user_id")
                            .flatMap(id -> EduSubjects.user(origin, id))
                            .ifPresent(user -> put(newest, user, update));
                }
            }
        }
        newest.forEach(this::report);
    }

    /// Whoever is told of again is where it was said last.
    private static void put(Map<UserId, JsonObject> newest, UserId user, JsonObject update) {
        if (newest.size() < MAX_USERS || newest.containsKey(user)) {
            newest.put(user, update);
        }
    }

    private static Optional<PresenceState> state(JsonObject update) {
        return update.string("presence").flatMap(PresenceState::of);
    }

    private void report(UserId user, JsonObject update) {
        Optional<Long> known = known(user);
        if (known.isPresent()) {
            presence.report(
                    known.get(),
                    state(update).orElseThrow(),
                    update.integer("last_active_ago"),
                    update.string("status_msg").filter(text -> text.length() <= MAX_MESSAGE));
        }
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

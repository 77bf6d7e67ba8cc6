package org.stoa.rooms.preview;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.head.Rooms;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.MembershipRepository;

/// The rooms that two users are both joined to. Thread-safe.
///
/// Spec: client-server-api#get_matrixclientv1mutual_rooms (v1.19).
public final class MutualRooms {
    private static final int PAGE = 100;

    private final Database database;
    private final Rooms rooms;
    private final MembershipRepository memberships = new MembershipRepository();

    /// Creates it.
    public MutualRooms(Database database, Rooms rooms) {
        this.database = database;
        this.rooms = rooms;
    }

    /// A page of the rooms, at most 100, as the answer has it; none for a user nobody has heard of.
    ///
    /// Errors: M_INVALID_PARAM when the other is the requester himself, or has an id that no user may have.
    ///
    /// @param after the number of the last room of the page before; 0 for the first page
    public JsonObject page(Requester requester, UserId other, long after) {
        if (other.equals(requester.userId()) || !other.isCompliant()) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM, "user_id is not the id of another user");
        }
        return database.read(tx -> page(tx, shared(tx, requester.userNid(), other), after));
    }

    private List<Long> shared(Tx tx, long user, UserId other) {
        long joined = Memberships.number(Membership.JOIN);
        List<Long> shared = new ArrayList<>(memberships.roomsOf(tx, user, joined));
        Set<Long> ofOther =
                database.names()
                        .findUser(other)
                        .<Set<Long>>map(
                                number -> new HashSet<>(memberships.roomsOf(tx, number, joined)))
                        .orElse(Set.of());
        shared.retainAll(ofOther);
        shared.sort(null);
        return shared;
    }

    private JsonObject page(Tx tx, List<Long> shared, long after) {
        List<Long> left = shared.stream().filter(room -> room > after).toList();
        List<Long> page = left.subList(0, Math.min(left.size(), PAGE));
        JsonObject.Builder answer = JsonObject.builder();
        answer.put(
                "joined",
                JsonArray.ofStrings(
                        page.stream().map(room -> rooms.roomId(tx, room).toString()).toList()));
        answer.put("count", shared.size());
        if (page.size() < left.size()) {
            answer.put("next_batch", Long.toString(page.getLast()));
        }
        return answer.build();
    }
}

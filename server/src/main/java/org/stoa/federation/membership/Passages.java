package org.stoa.federation.membership;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;

/// Who is on the way into a room, or out of it, through other servers: one who comes in is not to be taken out at the same time.
/// Thread-safe.
final class Passages {
    private static final int OUT = -1;

    /// How many joins of one user in one room run, or that he is being taken out.
    private final Map<Passage, Integer> running = new ConcurrentHashMap<>();

    private record Passage(RoomId room, UserId user) {}

    /// Begins a join; returns false while the user is being taken out.
    boolean tryEnter(RoomId room, UserId user) {
        int now =
                running.merge(
                        new Passage(room, user), 1, (known, one) -> known == OUT ? OUT : known + 1);
        return now != OUT;
    }

    /// Ends a join that was begun.
    void entered(RoomId room, UserId user) {
        running.computeIfPresent(
                new Passage(room, user), (passage, known) -> known == 1 ? null : known - 1);
    }

    /// Begins to take a user out; returns false while that is done already, or he is coming in.
    boolean tryLeave(RoomId room, UserId user) {
        return running.putIfAbsent(new Passage(room, user), OUT) == null;
    }

    /// Ends what [#tryLeave] began.
    void left(RoomId room, UserId user) {
        running.remove(new Passage(room, user));
    }
}

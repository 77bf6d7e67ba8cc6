package org.stoa.storage;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// The row of a lane: owner, fence and last position. Each change names the epoch it believes in, so that whoever was
/// overtaken changes nothing.
final class LaneRow {
    private static final String CREATE =
            """
            INSERT INTO lane (lane, epoch, node, node_gen, pos) VALUES (?, 0, ?, 0, ?)
            ON CONFLICT (lane) DO NOTHING
            """;
    private static final String TAKE =
            """
            UPDATE lane SET epoch = epoch + 1, node = ?, node_gen = node_gen + 1 WHERE lane = ?
            RETURNING epoch, node_gen, pos
            """;
    private static final String BUMP =
            """
            UPDATE lane SET epoch = epoch + 1 WHERE lane = ? AND epoch = ? AND node = ? AND node_gen = ?
            RETURNING epoch, node_gen, pos
            """;
    private static final String ADVANCE =
            "UPDATE lane SET pos = ? WHERE lane = ? AND epoch = ? AND pos = ?";
    private static final String READ =
            "SELECT epoch, node_gen, pos FROM lane WHERE lane = ? AND node = ? AND node_gen = ?";

    private final Lane lane;
    private final String node;

    LaneRow(Lane lane, String node) {
        this.lane = lane;
        this.node = node;
    }

    /// What is held.
    ///
    /// @param epoch raised whenever the owner changes or is in doubt
    /// @param generation counts the times that a process took the lane
    /// @param pos last committed position
    record Held(long epoch, long generation, Position pos) {
        static Held of(ResultRow row) {
            return new Held(row.number(1), row.number(2), row.position(3));
        }
    }

    /// Makes this process the owner, in a transaction of its own.
    Held take(Session session) throws SQLException {
        session.update(CREATE, lane.number(), node, Position.of(lane, 0));
        Held held = session.first(TAKE, Held::of, node, lane.number());
        session.commit();
        if (held == null) {
            throw new IllegalStateException("the row of " + lane + " vanished");
        }
        return held;
    }

    /// Waits for every older transaction on the lane, fences it off and returns what is true now; null when somebody
    /// else owns the lane.
    @Nullable Held bump(Session session, Held before, CommitProbe probe) throws SQLException {
        Held believed = before;
        while (true) {
            Held held =
                    session.first(
                            BUMP,
                            Held::of,
                            lane.number(),
                            believed.epoch(),
                            node,
                            believed.generation());
            session.commit();
            if (held != null) {
                probe.at(CommitProbe.Step.AFTER_BUMP, session);
                return held;
            }
            // The answer to an earlier bump of ours may have been lost: then node and generation
            // are still ours.
            Held seen = session.first(READ, Held::of, lane.number(), node, believed.generation());
            session.commit();
            if (seen == null) {
                return null;
            }
            believed = seen;
        }
    }

    /// Moves the position inside the transaction of a batch; false when somebody else owns the lane.
    boolean advance(Session session, Held held, Position to) throws SQLException {
        return session.update(ADVANCE, to, lane.number(), held.epoch(), held.pos()) == 1;
    }
}

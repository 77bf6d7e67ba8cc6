package org.stoa.storage.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;

/// Events that relate to others. What a page of events needs is asked for all of it at once.
///
/// Only events of the timeline count, and only where both are of one room.
public final class RelationRepository {
    /// How many levels of relations are followed.
    public static final int MAX_LEVELS = 3;

    /// `receipt.kind` of what a user sent himself.
    private static final int SENT = 2;

    private static final String DIRECT =
            """
            SELECT c.event, c.ord FROM relation r JOIN event c ON c.event = r.event
            WHERE r.target = ? AND r.room = ? {wanted} AND c.ord > ? AND c.ord <= ?
            """;

    /// Each event relates to one other at most, so no event comes twice.
    private static final String RECURSIVE =
            """
            WITH RECURSIVE related(event, event_id, ord, level) AS (
                SELECT c.event, c.event_id, c.ord, 1
                FROM relation r JOIN event c ON c.event = r.event
                WHERE r.target = ? AND r.room = ? {wanted}
                UNION ALL
                SELECT c.event, c.event_id, c.ord, step.level + 1
                FROM related step JOIN relation r ON r.target = step.event_id JOIN event c ON c.event = r.event
                WHERE step.level < ? AND r.room = ? {wanted})
            SELECT event, ord FROM related WHERE ord > ? AND ord <= ?
            """;

    /// Which kinds of relations an event is the target of.
    public record Kinds(long target, boolean replaced, boolean referenced, boolean threaded) {}

    /// An event that relates to another one.
    ///
    /// @param target number of the other one
    /// @param eventId its own id as stored
    /// @param stateLine line of the state before it
    /// @param stateVersion version of that line
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Child(
            long target,
            long event,
            byte[] eventId,
            long sender,
            long ts,
            long stateLine,
            long stateVersion) {}

    /// What is known of a thread.
    ///
    /// @param latest number of its newest event that counts; 0 for none
    /// @param participated whether the user sent the root or one of its events
    public record ThreadSummary(long root, long count, long latest, boolean participated) {}

    /// A root with the place by which its thread is listed.
    public record ListedThread(long root, long lastChild) {}

    /// An event that relates to the one asked about, directly or not.
    public record Related(long event, long ord) {}

    /// Which relations to list.
    ///
    /// @param kind wanted `rel_type`; null for all
    /// @param type number of the wanted event type; null for all
    /// @param levels 1 for direct relations only, at most {@link #MAX_LEVELS}
    public record Wanted(@Nullable String kind, @Nullable Long type, int levels) {}

    /// Those of the events to which others relate in a way that is told with them.
    public List<Kinds> kinds(Tx tx, long[] targets) {
        return tx.list(
                """
                SELECT target, replaced, referenced, threaded FROM (
                    SELECT e.event AS target,
                        CASE WHEN EXISTS (SELECT 1 FROM relation r
                            WHERE r.target = e.event_id AND r.kind = 'm.replace') THEN 1 ELSE 0 END AS replaced,
                        CASE WHEN EXISTS (SELECT 1 FROM relation r
                            WHERE r.target = e.event_id AND r.kind = 'm.reference') THEN 1 ELSE 0 END AS referenced,
                        CASE WHEN EXISTS (SELECT 1 FROM relation r
                            WHERE r.target = e.event_id AND r.kind = 'm.thread') THEN 1 ELSE 0 END AS threaded
                    FROM event e WHERE e.event = ANY(?)) k
                WHERE replaced + referenced + threaded > 0
                """,
                row -> new Kinds(row.number(1), row.flag(2), row.flag(3), row.flag(4)),
                targets);
    }

    /// The newest edits of each of the events, by the sender of the event and of its type, in no order.
    ///
    /// @param most how many of one event
    public List<Child> edits(Tx tx, long[] targets, int most) {
        return tx.list(
                """
                SELECT e.event, c.event, c.event_id, c.sender, c.ts, c.state_line, c.state_version
                FROM event e
                JOIN relation r ON r.target = e.event_id AND r.kind = 'm.replace'
                JOIN event c ON c.event = r.event
                WHERE e.event = ANY(?) AND c.room = e.room AND c.sender = e.sender AND c.type = e.type
                    AND c.state_key IS NULL AND e.state_key IS NULL AND c.ord IS NOT NULL
                    AND r.event >= COALESCE(
                        (SELECT x.event FROM relation x JOIN event y ON y.event = x.event
                         WHERE x.target = e.event_id AND x.kind = 'm.replace'
                             AND y.sender = e.sender AND y.type = e.type
                         ORDER BY x.event DESC LIMIT 1 OFFSET ?), 0)
                """,
                RelationRepository::child,
                targets,
                most - 1);
    }

    /// The newest events that reference each of the events, the oldest of them first.
    ///
    /// @param most how many of one event
    public List<Child> references(Tx tx, long[] targets, int most) {
        return tx.list(
                """
                SELECT e.event, c.event, c.event_id, c.sender, c.ts, c.state_line, c.state_version
                FROM event e
                JOIN relation r ON r.target = e.event_id AND r.kind = 'm.reference'
                JOIN event c ON c.event = r.event
                WHERE e.event = ANY(?) AND c.room = e.room AND c.ord IS NOT NULL
                    AND r.event >= COALESCE(
                        (SELECT x.event FROM relation x
                         WHERE x.target = e.event_id AND x.kind = 'm.reference'
                         ORDER BY x.event DESC LIMIT 1 OFFSET ?), 0)
                ORDER BY c.ord
                """,
                RelationRepository::child,
                targets,
                most - 1);
    }

    /// What a user is told of threads: those of the roots that have an event which counts for him.
    ///
    /// @param ignored senders whose events do not count
    /// @param lastOrd place above which events do not count
    public List<ThreadSummary> threads(
            Tx tx, long[] roots, long user, Set<Long> ignored, long lastOrd) {
        // A thread may be long, and its rows of one table are enough for nearly everybody.
        boolean allCount = ignored.isEmpty() && lastOrd == Long.MAX_VALUE;
        String count =
                allCount
                        ? "WHERE r.target = e.event_id AND r.kind = 'm.thread' AND r.room = e.room"
                        : """
                        JOIN event c ON c.event = r.event
                        WHERE r.target = e.event_id AND r.kind = 'm.thread' AND c.room = e.room
                            AND c.ord <= ? AND NOT (c.sender = ANY(?))
                        """;
        List<@Nullable Object> parameters = new ArrayList<>();
        if (!allCount) {
            parameters.add(lastOrd);
            parameters.add(numbers(ignored));
        }
        parameters.addAll(List.of(lastOrd, numbers(ignored), user, user, SENT, user, roots));
        return tx.list(
                "SELECT e.event, (SELECT COUNT(*) FROM relation r "
                        + count
                        + """
                        ),
                        COALESCE((SELECT c.event FROM event c JOIN relation r ON r.event = c.event
                            WHERE c.room = e.room AND c.thread = e.event AND r.kind = 'm.thread'
                                AND c.ord <= ? AND NOT (c.sender = ANY(?))
                            ORDER BY c.ord DESC LIMIT 1), 0),
                        CASE WHEN e.sender = ? OR (
                            EXISTS (SELECT 1 FROM receipt s
                                WHERE s.room = e.room AND s.user_nid = ? AND s.kind = ? AND s.thread = e.event)
                            AND EXISTS (SELECT 1 FROM relation r JOIN event c ON c.event = r.event
                                WHERE r.target = e.event_id AND r.kind = 'm.thread' AND c.sender = ?))
                            THEN 1 ELSE 0 END
                        FROM event e WHERE e.event = ANY(?)
                        """,
                row -> new ThreadSummary(row.number(1), row.number(2), row.number(3), row.flag(4)),
                parameters.toArray());
    }

    /// The threads of a room whose newest event is at or below a place, those with the newest first.
    public List<ListedThread> list(Tx tx, long room, long fromOrd, int limit) {
        return tx.list(
                """
                SELECT root, last_child FROM thread
                WHERE room = ? AND last_child > 0 AND last_child <= ?
                ORDER BY last_child DESC LIMIT ?
                """,
                row -> new ListedThread(row.number(1), row.number(2)),
                room,
                fromOrd,
                limit);
    }

    /// The events that relate to one, between two places, in the order of the walk.
    ///
    /// @param target id of the event, as stored
    /// @param above only events above this place
    /// @param upTo only events up to this place
    public List<Related> related(
            Tx tx,
            long room,
            byte[] target,
            Wanted wanted,
            long above,
            long upTo,
            boolean newestFirst,
            int limit) {
        List<@Nullable Object> parameters = new ArrayList<>();
        addWanted(parameters, target, room, wanted);
        if (wanted.levels() > 1) {
            addWanted(parameters, wanted.levels(), room, wanted);
        }
        parameters.addAll(List.of(above, upTo, limit));
        return tx.list(
                (wanted.levels() > 1 ? RECURSIVE : DIRECT).replace("{wanted}", conditions(wanted))
                        + "ORDER BY ord "
                        + (newestFirst ? "DESC" : "ASC")
                        + " LIMIT ?",
                row -> new Related(row.number(1), row.number(2)),
                parameters.toArray());
    }

    /// Those of the events to which one relates that is by one of the senders and of one of the kinds.
    ///
    /// @param senders empty for all
    /// @param kinds empty for all
    public Set<Long> relatedBy(
            Tx tx, long[] targets, Optional<long[]> senders, Optional<String[]> kinds) {
        List<@Nullable Object> parameters = new ArrayList<>();
        parameters.add(targets);
        senders.ifPresent(parameters::add);
        kinds.ifPresent(parameters::add);
        return Set.copyOf(
                tx.list(
                        """
                        SELECT DISTINCT e.event
                        FROM event e JOIN relation r ON r.target = e.event_id JOIN event c ON c.event = r.event
                        WHERE e.event = ANY(?) AND c.room = e.room
                        """
                                + (senders.isPresent() ? " AND c.sender = ANY(?)" : "")
                                + (kinds.isPresent() ? " AND r.kind = ANY(?)" : ""),
                        row -> row.number(1),
                        parameters.toArray()));
    }

    /// The events of one sender and type that relate to one in one way.
    ///
    /// @param target id of the event, as stored
    public List<Long> ofSender(
            Tx tx, long room, byte[] target, String kind, long sender, long type) {
        return tx.list(
                """
                SELECT c.event FROM relation r JOIN event c ON c.event = r.event
                WHERE r.target = ? AND r.kind = ? AND c.room = ? AND c.sender = ? AND c.type = ?
                """,
                row -> row.number(1),
                target,
                kind,
                room,
                sender,
                type);
    }

    private static String conditions(Wanted wanted) {
        return (wanted.kind() == null ? "" : " AND r.kind = ?")
                + (wanted.type() == null ? "" : " AND c.type = ?");
    }

    private static void addWanted(
            List<@Nullable Object> parameters, Object from, long room, Wanted wanted) {
        parameters.add(from);
        parameters.add(room);
        if (wanted.kind() != null) {
            parameters.add(wanted.kind());
        }
        if (wanted.type() != null) {
            parameters.add(wanted.type());
        }
    }

    private static long[] numbers(Set<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private static Child child(ResultRow row) {
        return new Child(
                row.number(1),
                row.number(2),
                row.bytes(3),
                row.number(4),
                row.number(5),
                row.number(6),
                row.number(7));
    }
}

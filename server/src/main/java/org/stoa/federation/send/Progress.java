package org.stoa.federation.send;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stoa.storage.Database;
import org.stoa.storage.FollowerRepository;
import org.stoa.storage.Frontier;
import org.stoa.storage.Lane;
import org.stoa.storage.Position;
import org.stoa.storage.federation.DestinationRepository;
import org.stoa.storage.federation.DestinationRepository.Told;
import org.stoa.storage.federation.OutgoingRepository;

/// Keeps how far the servers were told over a restart: one cursor for all that keep up, and a row for each that is behind, or
/// that was told of something above the cursor. Not thread-safe.
final class Progress {
    private static final String FOLLOWER = "federation";

    /// A restart reads this much again at most when nothing was sent lately.
    private static final long LONG_SINCE = 10_000;

    private final Database database;
    private final Outbox outbox;
    private final FollowerRepository followers = new FollowerRepository();
    private final DestinationRepository destinations = new DestinationRepository();
    private final OutgoingRepository outgoing = new OutgoingRepository();
    private long stored;

    Progress(Database database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    /// Takes up where the process before ended, and returns the position behind which events have to be read. A server that
    /// begins to tell others begins with what happens from now on.
    long load() {
        Position frontier = database.frontier().at(Lane.ONLY);
        stored =
                database.write(
                                tx ->
                                        followers
                                                .find(tx, FOLLOWER)
                                                .orElseGet(
                                                        () -> {
                                                            Frontier first = Frontier.of(frontier);
                                                            followers.put(tx, FOLLOWER, first);
                                                            return first;
                                                        }))
                        .at(Lane.ONLY)
                        .value();
        for (Told told : database.read(tx -> destinations.toldAbove(tx, stored))) {
            outbox.restore(told, stored);
        }
        return stored;
    }

    /// Stores what has changed. The cursor does not pass an event that a server has not taken, unless that server is behind.
    ///
    /// @param reached up to where events have been offered to all destinations, taken before
    /// @param lastEvent the last one of these
    void store(long reached, long lastEvent) {
        Map<Destination, Standing> standings = new HashMap<>();
        long cursor = reached;
        for (Destination destination : outbox.all()) {
            Standing standing = destination.standing();
            standings.put(destination, standing);
            cursor = Math.min(cursor, standing.holdsAt());
        }
        long next = Math.max(cursor, stored);
        standings.values().removeIf(standing -> !needsRow(standing, next));
        boolean moves = lastEvent > stored || next - stored > LONG_SINCE;
        if (!standings.isEmpty() || (moves && next > stored)) {
            write(standings, next);
        }
        outbox.forgetIdle(stored);
    }

    private static boolean needsRow(Standing standing, long cursor) {
        boolean isAhead = standing.behind() || standing.sentPos() > cursor;
        return standing.turned() || (standing.moved() && isAhead) || standing.paid() > 0;
    }

    private void write(Map<Destination, Standing> standings, long cursor) {
        List<Map.Entry<Destination, Standing>> rows = new ArrayList<>(standings.entrySet());
        database.execute(
                tx -> {
                    // As many as changed within a second.
                    for (Map.Entry<Destination, Standing> row : rows) {
                        Standing standing = row.getValue();
                        destinations.put(
                                tx,
                                new Told(
                                        row.getKey().server().text(),
                                        standing.sentPos(),
                                        standing.behind()));
                        if (standing.paid() > 0) {
                            outgoing.deleteOwed(tx, row.getKey().nid(), standing.paid());
                        }
                    }
                    followers.put(tx, FOLLOWER, Frontier.of(new Position(cursor)));
                });
        stored = cursor;
        rows.forEach(row -> row.getKey().stored(row.getValue()));
    }
}

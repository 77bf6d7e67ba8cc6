package org.stoa.federation.send;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.federation.OutgoingRepository;
import org.stoa.storage.federation.OutgoingRepository.Outgoing;

/// Looks up what a server that is behind has missed: all of it, in order; when that is very much, only the newest event of
/// each room, from which the server finds the others. Nothing from before its joins or after its leaves. Thread-safe.
final class CatchUp {
    private static final int MAX = Destination.MAX_QUEUE;

    private final Database database;
    private final Audience audience;
    private final LongSupplier reached;
    private final OutgoingRepository repository = new OutgoingRepository();

    /// @param reached up to where events have been offered to all destinations
    CatchUp(Database database, Audience audience, LongSupplier reached) {
        this.database = database;
        this.audience = audience;
        this.reached = reached;
    }

    private record Missed(List<Outgoing> inRooms, List<Outgoing> owed) {}

    /// Gives a destination what it has missed after a position.
    void look(Destination destination, long from) {
        long to = Math.max(from, reached.getAsLong());
        Missed missed = database.read(tx -> missed(tx, destination.nid(), from, to));
        long upTo = Math.min(end(missed.inRooms(), to), end(missed.owed(), to));
        Map<Long, Item> items = new TreeMap<>();
        for (Outgoing event : missed.inRooms()) {
            items.put(event.pos(), new Item(event.event(), event.pos(), false));
        }
        for (Outgoing event : missed.owed()) {
            items.put(event.pos(), new Item(event.event(), event.pos(), true));
        }
        for (List<Outgoing> events : List.of(missed.inRooms(), missed.owed())) {
            for (Outgoing event : events) {
                if (event.pos() > upTo || !audience.mayBeTold(destination.nid(), event)) {
                    items.remove(event.pos());
                }
            }
        }
        destination.missed(List.copyOf(items.values()), upTo);
    }

    private Missed missed(Tx tx, long server, long from, long to) {
        long count = repository.countMissed(tx, server, from, to, MAX + 1);
        List<Outgoing> inRooms =
                count > MAX
                        ? repository.newestMissed(tx, server, from, to, MAX)
                        : repository.missed(tx, server, from, to, MAX);
        return new Missed(inRooms, repository.owedTo(tx, server, from, to, MAX));
    }

    /// Up to where a list is complete.
    private static long end(List<Outgoing> events, long to) {
        return events.size() < MAX ? to : events.getLast().pos();
    }
}

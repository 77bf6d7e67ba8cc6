package org.stoa.federation.send;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.stoa.federation.acl.RoomAcls;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.head.Rooms;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.federation.OutgoingRepository;
import org.stoa.storage.federation.OutgoingRepository.Outgoing;
import org.stoa.storage.federation.OutgoingRepository.Owed;
import org.stoa.storage.federation.OutgoingRepository.Stay;

/// Finds out which servers are told of which event. Thread-safe.
final class Audience {
    /// Events that are looked at together.
    private static final int PAGE = 200;

    private final Database database;
    private final Names names;
    private final Rooms rooms;
    private final RoomAcls acls;
    private final ServerName own;
    private final OutgoingRepository repository = new OutgoingRepository();

    Audience(Database database, Rooms rooms, RoomAcls acls, ServerName own) {
        this.database = database;
        this.names = database.names();
        this.rooms = rooms;
        this.acls = acls;
        this.own = own;
    }

    /// An event and the servers that are told of it.
    record Told(Outgoing event, Set<Long> inRoom, Set<Long> owed) {}

    /// The next events.
    ///
    /// @param upTo up to where there are no others
    record Page(List<Told> events, long upTo) {}

    /// The next events after a position and not after another.
    Page between(long from, long to) {
        return database.read(tx -> page(tx, from, to));
    }

    private Page page(Tx tx, long from, long to) {
        List<Outgoing> events = repository.between(tx, from, to, PAGE);
        if (events.isEmpty()) {
            return new Page(List.of(), to);
        }
        long last = events.getLast().pos();
        long[] shared = events.stream().mapToLong(Outgoing::room).distinct().toArray();
        Map<Long, List<Stay>> stays =
                repository.stays(tx, shared, events.getFirst().pos()).stream()
                        .collect(Collectors.groupingBy(Stay::room));
        List<Owed> owed = repository.owed(tx, from, last);
        List<Told> told = new ArrayList<>();
        for (Outgoing event : events) {
            told.add(told(event, stays.getOrDefault(event.room(), List.of()), owed));
        }
        return new Page(told, events.size() < PAGE ? to : last);
    }

    private Told told(Outgoing event, List<Stay> stays, List<Owed> owed) {
        Set<Long> inRoom = new HashSet<>();
        for (Stay stay : stays) {
            if (stay.contains(event.pos())) {
                inRoom.add(stay.server());
            }
        }
        Set<Long> owedTo = new HashSet<>();
        for (Owed each : owed) {
            if (each.pos() == event.pos()) {
                owedTo.add(each.server());
            }
        }
        return new Told(event, inRoom, owedTo);
    }

    /// Whether a server may be told of an event: it did not make it itself, and the room lets it take part. The list that says so
    /// is told to all, also to those that it shuts out.
    boolean mayBeTold(long server, Outgoing event) {
        ServerName name = names.serverName(server);
        return !name.equals(own)
                && !name.equals(names.userId(event.sender()).server())
                && (acls.allows(rooms.get(event.room()), name) || acls.isList(event.event()));
    }
}

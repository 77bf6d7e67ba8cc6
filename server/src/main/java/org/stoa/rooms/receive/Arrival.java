package org.stoa.rooms.receive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.head.Extremity;
import org.stoa.rooms.persist.EventTable;
import org.stoa.rooms.persist.Placement;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.resolve.StateBefore;
import org.stoa.rooms.send.Draft;
import org.stoa.rooms.send.EventFactory.Built;
import org.stoa.rooms.state.StateMap;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.Nids;
import org.stoa.storage.rooms.EventGraphRepository;
import org.stoa.storage.rows.DeleteNamed;

/// Makes of an event that came what the one who writes events takes: numbers for the event and for all that it names.
final class Arrival {
    private final Database database;
    private final Names names;
    private final EventTable table;
    private final EventGraphRepository repository = new EventGraphRepository();

    Arrival(Database database, EventTable table) {
        this.database = database;
        this.names = database.names();
        this.table = table;
    }

    /// What is written of an event.
    record Parts(Draft draft, Built built) {}

    /// The event with the numbers of what it names; events that are not here get one, and a row that has it.
    Parts parts(RoomUpdate update, Event event, References references) {
        List<Extremity> prevs = new ArrayList<>();
        for (EventId id : event.prevEvents()) {
            long number = number(update, id, references.numbers());
            prevs.add(new Extremity(number, id, depth(references, number)));
        }
        return new Parts(draft(event), new Built(event, prevs, references.auths()));
    }

    /// The event with the numbers of those of its prev events that are here or were named by others before: no row is made for the
    /// others.
    Parts placeless(Event event, References references) {
        List<Extremity> prevs = new ArrayList<>();
        for (EventId id : event.prevEvents()) {
            Long number = references.numbers().get(id);
            if (number != null) {
                prevs.add(new Extremity(number, id, depth(references, number)));
            }
        }
        return new Parts(draft(event), new Built(event, prevs, references.auths()));
    }

    /// The event without its prev events, as it is kept while its place is not known.
    Parts outlier(Event event, References references) {
        return new Parts(draft(event), new Built(event, List.of(), references.auths()));
    }

    /// Where the event is to stand.
    ///
    /// @param before null when the state before it is not known
    Placement place(
            RoomUpdate update,
            Placement.Kind kind,
            References references,
            long ord,
            @Nullable StateBefore before) {
        boolean isKnown = references.known() != null;
        long number =
                references.number() == 0
                        ? database.nids().next(Nids.Space.EVENT)
                        : references.number();
        return new Placement(
                kind,
                number,
                ord,
                before == null ? null : before.ref(),
                before == null ? StateMap.EMPTY : before.state(),
                references.isNamed() ? EventFlags.HAS_CHILD : 0,
                isKnown ? authNo(update, number) : 0);
    }

    /// Takes away the note that the event was named before it came.
    static void arrived(RoomUpdate update, Event event, References references) {
        if (references.isNamed()) {
            update.write()
                    .add(new DeleteNamed(update.room().nid(), event.eventId().toStoredBytes()));
        }
    }

    private Draft draft(Event event) {
        long sender = names.user(event.sender());
        return Draft.received(event, sender);
    }

    private long number(RoomUpdate update, EventId id, Map<EventId, Long> numbers) {
        Long known = numbers.get(id);
        if (known != null) {
            return known;
        }
        long number = database.nids().next(Nids.Space.EVENT);
        table.addMissing(update, id, number);
        numbers.put(id, number);
        return number;
    }

    private static long depth(References references, long number) {
        return references.prevs().stream()
                .filter(prev -> prev.event() == number)
                .mapToLong(prev -> prev.header().depth())
                .findFirst()
                .orElse(0);
    }

    private long authNo(RoomUpdate update, long number) {
        return update.forks()
                .authNo(number)
                .orElseGet(() -> database.read(tx -> repository.authNo(tx, number)));
    }
}

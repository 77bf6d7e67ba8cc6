package org.stoa.rooms.persist;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventBytes;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Extremity;
import org.stoa.rooms.head.Forks;
import org.stoa.rooms.resolve.AuthGraphs;
import org.stoa.rooms.send.Draft;
import org.stoa.rooms.send.EventFactory.Built;
import org.stoa.rooms.state.StateRef;
import org.stoa.storage.EventBytesCodec;
import org.stoa.storage.Names;
import org.stoa.storage.PackedNumbers;
import org.stoa.storage.rooms.EventHeader;
import org.stoa.storage.rows.EventJsonRow;
import org.stoa.storage.rows.EventRow;

/// Makes the two rows of an event: its numbers, and its bytes. Only for the holder of the room's lock.
public final class EventTable {
    private static final StateRef UNKNOWN = new StateRef(0, 0);

    private final Names names;
    private final EventBytesCodec codec;
    private final AuthGraphs graphs;

    /// Creates it.
    public EventTable(Names names, EventBytesCodec codec, AuthGraphs graphs) {
        this.names = names;
        this.codec = codec;
        this.graphs = graphs;
    }

    /// Adds the rows of an event to an update, gives it a number in the auth graph if it can be an auth event, and returns
    /// it as it is stored.
    ///
    /// @param slot slot of its position in the write
    StoredEvent add(
            RoomUpdate update,
            Draft draft,
            Built built,
            Placement place,
            EventAnnotations.Annotation annotation,
            int slot) {
        StoredEvent stored = stored(update, built.event(), draft, place, annotation);
        List<Long> auths = built.authEvents().stream().map(StoredEvent::event).toList();
        EventRow.Builder row = row(stored, slot).auths(PackedNumbers.pack(auths));
        if (place.kind() != Placement.Kind.OUTLIER) {
            row.prevs(PackedNumbers.pack(built.prevs().stream().map(Extremity::event).toList()));
        }
        if (stored.isState() && place.isInGraph()) {
            addToGraph(update, stored, place, auths, row);
        }
        EventBytesCodec.Packed packed = codec.pack(stored.client(), stored.federation());
        update.write()
                .add(row.build())
                .add(
                        new EventJsonRow(
                                stored.event(),
                                packed.dictionary(),
                                packed.client(),
                                packed.federation()));
        return stored;
    }

    /// Adds the row of an event that is known by name only.
    public void addMissing(RoomUpdate update, EventId eventId, long number) {
        update.write()
                .add(
                        EventRow.builder(number, eventId.toStoredBytes(), update.room().nid())
                                .flags(EventFlags.MISSING)
                                .build());
        update.holdMissing(eventId, number);
    }

    /// Lets a state event count that was rejected: adds it to the auth graph. Returns its number there; null for none.
    @Nullable Long reinstate(RoomUpdate update, StoredEvent event, List<StoredEvent> auths) {
        if (!event.isState()) {
            return null;
        }
        long authNo = 0;
        if (AuthEventTypes.contains(event.type())) {
            authNo = update.head().nextAuthNo();
            update.head(update.head().withNextAuthNo(authNo + 1));
        }
        List<Long> named = auths.stream().map(StoredEvent::event).toList();
        addNode(update, event, authNo, named);
        return authNo == 0 ? null : authNo;
    }

    private StoredEvent stored(
            RoomUpdate update,
            Event event,
            Draft draft,
            Placement place,
            EventAnnotations.Annotation annotation) {
        long stateKey =
                event.stateKey().isPresent()
                        ? names.stateKey(event.type(), event.stateKey().get())
                        : 0;
        StateRef before = place.before() == null ? UNKNOWN : place.before();
        EventHeader header =
                new EventHeader(
                        place.number(),
                        update.room().nid(),
                        0,
                        place.ord(),
                        draft.senderNid(),
                        names.type(event.type()),
                        stateKey,
                        event.originServerTs(),
                        event.depth(),
                        annotation.flags() | place.flags(),
                        before.line(),
                        before.version(),
                        stateKey == 0 ? 0 : place.state().event(stateKey),
                        annotation.thread(),
                        annotation.countedMain(),
                        annotation.countedThread(),
                        annotation.redaction());
        EventBytes bytes = EventBytes.of(event.json());
        return new StoredEvent(
                header,
                event.eventId(),
                event.type(),
                event.roomId(),
                event.rules(),
                bytes.client(),
                bytes.federation());
    }

    private void addToGraph(
            RoomUpdate update,
            StoredEvent stored,
            Placement place,
            List<Long> auths,
            EventRow.Builder row) {
        long authNo = 0;
        if (AuthEventTypes.contains(stored.type())) {
            authNo = place.authNo();
            if (authNo == 0) {
                authNo = update.head().nextAuthNo();
                update.head(update.head().withNextAuthNo(authNo + 1));
            }
            row.authNo(authNo);
        }
        addNode(update, stored, authNo, auths);
    }

    private void addNode(RoomUpdate update, StoredEvent stored, long authNo, List<Long> auths) {
        Forks.AuthNode node =
                new Forks.AuthNode(stored.event(), stored.header().stateKey(), authNo, auths);
        update.forks().addAuthNode(node);
        graphs.added(update.room(), node);
    }

    private static EventRow.Builder row(StoredEvent stored, int slot) {
        EventHeader header = stored.header();
        EventRow.Builder row =
                EventRow.builder(header.event(), stored.eventId().toStoredBytes(), header.room())
                        .slot(slot)
                        .sender(header.sender())
                        .type(header.type())
                        .ts(header.ts())
                        .depth(header.depth())
                        .flags(header.flags())
                        .countedMain(header.countedMain())
                        .ord(orNull(header.ord()))
                        .stateKey(orNull(header.stateKey()))
                        .redaction(orNull(header.redaction()))
                        .replaces(orNull(header.replaces()));
        if (header.stateLine() != 0) {
            row.stateLine(header.stateLine()).stateVersion(header.stateVersion());
        }
        if (header.thread() != 0) {
            row.thread(header.thread()).countedThread(header.countedThread());
        }
        return row;
    }

    private static @Nullable Long orNull(long number) {
        return number == 0 ? null : number;
    }
}

package org.stoa.rooms.persist;

import java.util.Optional;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.send.Draft;
import org.stoa.storage.Database;
import org.stoa.storage.EventBytesCodec;
import org.stoa.storage.Names;
import org.stoa.storage.rooms.EventHeader;
import org.stoa.storage.rows.DeleteMention;
import org.stoa.storage.rows.DeleteRelation;
import org.stoa.storage.rows.EventJsonRow;
import org.stoa.storage.rows.RedactEvent;
import org.stoa.storage.rows.UncountedRow;

/// Takes the content of an event away with the redaction that asks for it, in one write.
///
/// Hash and id of the target do not change, since both are made from the redacted form.
/// Spec: client-server-api#redactions, rooms/v3#handling-redactions, rooms/v11#redactions (v1.19).
public final class RedactionRows implements EventRows {
    private final Database database;
    private final Names names;
    private final EventStore events;
    private final EventBytesCodec codec;
    private final KeptRedactions kept;
    private final PendingRedactions pending;
    private final RedactionCheck check;
    private final SeenNames seenNames;

    /// Creates it.
    ///
    /// @param kept what becomes of the bytes that are taken away
    /// @param pending where redactions wait for a target that is not here
    /// @param check says which redactions count
    /// @param seenNames keeps names of members
    public RedactionRows(
            Database database,
            Names names,
            EventStore events,
            EventBytesCodec codec,
            KeptRedactions kept,
            PendingRedactions pending,
            RedactionCheck check,
            SeenNames seenNames) {
        this.database = database;
        this.names = names;
        this.events = events;
        this.codec = codec;
        this.kept = kept;
        this.pending = pending;
        this.check = check;
        this.seenNames = seenNames;
    }

    @Override
    public void add(
            RoomUpdate update, RoomHead before, StoredEvent redaction, Draft draft, int slot) {
        apply(update, before, redaction);
    }

    @Override
    public void addHistory(RoomUpdate update, RoomHead before, StoredEvent redaction) {
        apply(update, before, redaction);
    }

    private void apply(RoomUpdate update, RoomHead before, StoredEvent redaction) {
        if (!redaction.type().equals("m.room.redaction") || redaction.isState()) {
            return;
        }
        Optional<EventId> targetId = PendingRedactions.target(redaction);
        if (targetId.isEmpty()) {
            return;
        }
        Optional<StoredEvent> target = find(update, targetId.get());
        if (target.isEmpty()) {
            pending.await(update, redaction, targetId.get());
            return;
        }
        if ((target.get().header().flags() & EventFlags.OUTLIER) != 0) {
            // It comes once more, as it was sent, when it gets its place.
            pending.keep(update, redaction, targetId.get());
        }
        StateView state = new StateView(before.state(), names, events);
        if (target.get().isRedacted()
                || !check.applies(redaction.parsed(), target.get().parsed(), state)) {
            return;
        }
        redact(update, redaction, target.get());
        kept.add(update.write(), target.get());
    }

    private Optional<StoredEvent> find(RoomUpdate update, EventId target) {
        return database.read(tx -> events.findHeld(tx, update.room().nid(), target));
    }

    private void redact(RoomUpdate update, StoredEvent redaction, StoredEvent target) {
        EventHeader header =
                target.header()
                        .redactedBy(
                                redaction.event(), target.header().flags() | EventFlags.REDACTED);
        StoredEvent redacted = target.redacted(header);
        EventBytesCodec.Packed packed = codec.pack(redacted.client(), redacted.federation());
        update.write()
                .add(
                        new EventJsonRow(
                                target.event(),
                                packed.dictionary(),
                                packed.client(),
                                packed.federation()))
                .add(new RedactEvent(target.event(), redaction.event(), EventFlags.REDACTED))
                .add(new DeleteRelation(target.event()));
        uncount(update, target);
        seenNames.redacted(update, target);
        update.afterPublish(
                committed -> {
                    events.forget(target.event());
                    update.room().replaceRecent(redacted);
                });
    }

    private void uncount(RoomUpdate update, StoredEvent target) {
        long room = update.room().nid();
        long thread = target.header().thread() == 0 ? CountRows.MAIN : target.header().thread();
        if ((target.header().flags() & EventFlags.COUNTED) != 0) {
            update.write().add(new UncountedRow(room, thread, target.ord()));
        }
        update.write().add(new DeleteMention(room, CountRows.EVERYBODY, target.ord()));
        names.findUsers(CountedEvents.mentionedUsers(target.parsed()))
                .values()
                .forEach(user -> update.write().add(new DeleteMention(room, user, target.ord())));
    }
}

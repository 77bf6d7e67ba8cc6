package org.stoa.rooms.persist;

import java.time.Duration;
import org.stoa.platform.Time;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.storage.Database;
import org.stoa.storage.EventBytesCodec;
import org.stoa.storage.Write;
import org.stoa.storage.rooms.EventRepository;
import org.stoa.storage.rows.RedactedJsonRow;
import org.stoa.storage.rows.TaskRow;

/// Keeps the bytes of redacted events for the time that the operator has set, in a table that nothing serves, and deletes
/// them after it. Thread-safe.
public final class KeptRedactions {
    /// The kind of its tasks. Payload: the redacted event.
    private static final String TASK = "rooms.kept_redaction";

    private final Database database;
    private final EventBytesCodec codec;
    private final Time time;
    private final Duration kept;
    private final EventRepository repository = new EventRepository();

    /// Creates it.
    ///
    /// @param kept zero: nothing is kept
    public KeptRedactions(Database database, EventBytesCodec codec, Time time, Duration kept) {
        this.database = database;
        this.codec = codec;
        this.time = time;
        this.kept = kept;
    }

    /// Registers what deletes the bytes when their time is over.
    public void register() {
        database.scheduler()
                .register(
                        TASK,
                        event ->
                                database.execute(
                                        tx ->
                                                repository.deleteRedacted(
                                                        tx, Long.parseLong(event))));
    }

    /// Adds the bytes from before a redaction to its write, and the task that deletes them.
    void add(Write.Builder write, StoredEvent target) {
        if (kept.isZero()) {
            return;
        }
        long expires = time.millis() + kept.toMillis();
        EventBytesCodec.Packed packed = codec.pack(target.client(), target.federation());
        write.add(
                        new RedactedJsonRow(
                                target.event(), packed.dictionary(), packed.client(), expires))
                .add(
                        new TaskRow(
                                write.position(), expires, TASK, Long.toString(target.event()), 0));
    }
}

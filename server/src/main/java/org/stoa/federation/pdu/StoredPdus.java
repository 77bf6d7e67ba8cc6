package org.stoa.federation.pdu;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.stoa.http.JsonBuffer;
import org.stoa.http.JsonPieces;
import org.stoa.protocol.event.EventBytes;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.storage.Database;

/// Many stored events as elements of an array for another server, a piece at a time, each read in a transaction of its own. For
/// one thread at a time.
public final class StoredPdus implements JsonPieces {
    private final Database database;
    private final EventStore events;
    private final long[] numbers;
    private int next;

    /// Begins with the first event.
    public StoredPdus(Database database, EventStore events, long[] numbers) {
        this.database = database;
        this.events = events;
        this.numbers = numbers.clone();
    }

    /// The same for numbers in a collection.
    public StoredPdus(Database database, EventStore events, Collection<Long> numbers) {
        this(database, events, numbers.stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    public boolean writeNext(JsonBuffer out) {
        int end = Math.min(numbers.length, next + EventStore.AT_ONCE);
        List<Long> rest = Arrays.stream(numbers, next, end).boxed().toList();
        EventStore.First first = database.read(tx -> events.firstOnce(tx, rest, BYTES));
        first.events().forEach(event -> out.text(text(event)));
        next += first.looked();
        return next < numbers.length;
    }

    /// An event as other servers get it.
    public static byte[] text(StoredEvent event) {
        return new EventBytes(event.client(), event.federation()).toFederation();
    }
}

package org.stoa.rooms.read;

import java.util.List;
import java.util.function.Predicate;
import org.stoa.http.JsonBuffer;
import org.stoa.http.JsonPieces;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;

/// Many events on their way into an answer, a piece at a time: a large state is never in memory as a whole, and keeps no reader
/// of the database from the others. For one thread at a time.
public final class EventPieces {
    private final Database database;
    private final EventStore events;
    private final List<Long> numbers;
    private final Predicate<StoredEvent> wanted;
    private final Texts texts;
    private int next;

    /// Makes texts of events.
    @FunctionalInterface
    public interface Texts {
        /// The texts of the first of the events, until they have so many bytes; one at least, when there is one.
        List<byte[]> first(Tx tx, List<StoredEvent> events, long maxBytes);
    }

    /// Begins with the first event.
    ///
    /// @param numbers of the events, in their order
    /// @param wanted which of them come into the answer
    public EventPieces(
            Database database,
            EventStore events,
            List<Long> numbers,
            Predicate<StoredEvent> wanted,
            Texts texts) {
        this.database = database;
        this.events = events;
        this.numbers = List.copyOf(numbers);
        this.wanted = wanted;
        this.texts = texts;
    }

    /// Whether there are more.
    public boolean hasNext() {
        return next < numbers.size();
    }

    /// Writes the next ones as elements of an array, in a read of its own.
    public void write(JsonBuffer out) {
        database.read(tx -> next(tx)).forEach(out::text);
    }

    /// The texts of the next ones, about [JsonPieces#BYTES]; none when none of those that were looked at is wanted.
    public List<byte[]> next(Tx tx) {
        List<Long> rest = numbers.subList(next, numbers.size());
        EventStore.First first = events.first(tx, rest, JsonPieces.BYTES);
        List<StoredEvent> told = first.events().stream().filter(wanted).toList();
        List<byte[]> written = texts.first(tx, told, JsonPieces.BYTES);
        next +=
                written.size() == told.size()
                        ? first.looked()
                        : rest.indexOf(told.get(written.size()).event());
        return written;
    }
}

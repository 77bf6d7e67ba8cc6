package org.stoa.rooms.read;

import java.util.List;
import java.util.function.Predicate;
import org.stoa.http.JsonBuffer;
import org.stoa.http.JsonPieces;
import org.stoa.http.auth.Requester;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;

/// Many events on their way into an answer, a piece at a time: a large state is never in memory as a whole, and keeps no reader
/// of the database from the others. For one thread at a time.
public final class EventPieces {
    private final Parts parts;
    private final Requester requester;
    private final Room room;
    private final List<Long> numbers;
    private final Predicate<StoredEvent> wanted;
    private final EventFormat format;
    private int next;

    /// What pieces are made with.
    public record Parts(
            Database database,
            EventStore events,
            ClientEvents clientEvents,
            Visibility visibility) {
        /// Pieces that begin with the first event, as a reader of its room gets it.
        ///
        /// @param numbers of the events, in their order
        /// @param wanted which of them come into the answer
        public EventPieces of(
                Requester requester,
                Room room,
                List<Long> numbers,
                Predicate<StoredEvent> wanted,
                EventFormat format) {
            return new EventPieces(this, requester, room, numbers, wanted, format);
        }
    }

    private EventPieces(
            Parts parts,
            Requester requester,
            Room room,
            List<Long> numbers,
            Predicate<StoredEvent> wanted,
            EventFormat format) {
        this.parts = parts;
        this.requester = requester;
        this.room = room;
        this.numbers = List.copyOf(numbers);
        this.wanted = wanted;
        this.format = format;
    }

    /// Whether there are more.
    public boolean hasNext() {
        return next < numbers.size();
    }

    /// Writes the next ones as elements of an array, in a read of its own.
    public void write(JsonBuffer out) {
        parts.database().read(tx -> next(tx)).forEach(out::text);
    }

    /// The texts of the next ones, about [JsonPieces#BYTES]; none when none of those that were looked at is wanted.
    public List<byte[]> next(Tx tx) {
        List<Long> rest = numbers.subList(next, numbers.size());
        EventStore.First first = parts.events().first(tx, rest, JsonPieces.BYTES);
        List<StoredEvent> told = first.events().stream().filter(wanted).toList();
        List<byte[]> written =
                parts.clientEvents()
                        .renderFirst(
                                tx,
                                requester,
                                parts.visibility().reader(tx, room, requester.userId()),
                                told,
                                format,
                                JsonPieces.BYTES);
        next +=
                written.size() == told.size()
                        ? first.looked()
                        : rest.indexOf(told.get(written.size()).event());
        return written;
    }
}

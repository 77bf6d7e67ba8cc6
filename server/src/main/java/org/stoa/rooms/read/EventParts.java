package org.stoa.rooms.read;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiFunction;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;

/// Many events as texts, some at a time, each time in a read of its own: a large state is never in memory as a whole, and
/// keeps no reader from the others. There is at least one part, which may be empty. For one thread.
final class EventParts implements Iterator<List<byte[]>> {
    /// An event has up to 65,536 bytes, so that a part has about 3 MB at most.
    private static final int EVENTS = 50;

    private final Database database;
    private final List<Long> numbers;
    private final BiFunction<Tx, List<Long>, List<byte[]>> reading;
    private int next;
    private boolean begun;

    /// @param numbers of the events
    /// @param reading makes texts of some of them
    EventParts(
            Database database,
            List<Long> numbers,
            BiFunction<Tx, List<Long>, List<byte[]>> reading) {
        this.database = database;
        this.numbers = List.copyOf(numbers);
        this.reading = reading;
    }

    @Override
    public boolean hasNext() {
        return !begun || next < numbers.size();
    }

    @Override
    public List<byte[]> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        begun = true;
        List<Long> part = numbers.subList(next, Math.min(next + EVENTS, numbers.size()));
        next += part.size();
        return database.read(tx -> reading.apply(tx, part));
    }
}

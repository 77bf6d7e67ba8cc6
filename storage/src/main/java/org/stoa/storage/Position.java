package org.stoa.storage;

/// A place in the stream of one lane: `lane * 2^48 + counter`. Inside a lane the order of positions is the order of
/// commits and the order in which rows become visible; positions of different lanes have no order.
///
/// @param value the number that is stored in `pos` columns, not negative
public record Position(long value) implements Comparable<Position> {
    /// The position before every other of the only lane.
    public static final Position ZERO = new Position(0);

    private static final int COUNTER_BITS = 48;

    public Position {
        if (value < 0) {
            throw new IllegalArgumentException("negative position: " + value);
        }
    }

    /// Returns the position with this counter (below 2^48) in a lane.
    public static Position of(Lane lane, long counter) {
        if (counter < 0 || counter >>> COUNTER_BITS != 0) {
            throw new IllegalArgumentException("counter out of range: " + counter);
        }
        return new Position(((long) lane.number() << COUNTER_BITS) + counter);
    }

    /// Returns the lane that gave this position.
    public Lane lane() {
        return new Lane((int) (value >>> COUNTER_BITS));
    }

    /// Returns the number inside the lane.
    public long counter() {
        return value & ((1L << COUNTER_BITS) - 1);
    }

    /// Returns the position `count` further on in the same lane.
    public Position plus(long count) {
        return of(lane(), counter() + count);
    }

    /// Returns whether this position comes after another of the same lane.
    public boolean isAfter(Position other) {
        return compareTo(other) > 0;
    }

    /// Compares two positions of one lane.
    ///
    /// Throws IllegalArgumentException for positions of different lanes, which have no order.
    @Override
    public int compareTo(Position other) {
        if (value >>> COUNTER_BITS != other.value >>> COUNTER_BITS) {
            throw new IllegalArgumentException(
                    "positions of different lanes have no order: " + this + ", " + other);
        }
        return Long.compare(value, other.value);
    }
}

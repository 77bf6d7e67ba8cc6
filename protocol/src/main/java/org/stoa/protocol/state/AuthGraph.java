package org.stoa.protocol.state;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongPredicate;

/// The auth events of the events of a room: a graph over dense numbers, in which the auth events of an event have smaller
/// numbers than itself. So a walk towards the create event is one sweep over a bitmap from high to low numbers, whatever
/// the depth of the graph.
///
/// It has every event that is an auth event, and every event that is in a state to be resolved. Memory: 8 bytes for the
/// number of the event, 4 for where its auth events begin, 4 for each of them, 8 to 16 to find it again.
///
/// Not thread-safe; whoever adds to it must be the only one who uses it. What it returns stays valid while it grows.
public final class AuthGraph {

    private static final int NONE = -1;
    private static final int FIRST_CAPACITY = 16;

    private int size;
    private long[] events = new long[FIRST_CAPACITY];
    private int[] starts = new int[FIRST_CAPACITY + 1];
    private int[] authEvents = new int[FIRST_CAPACITY * 4];

    /// One more than the number of an event, at the place that the hash of the event says, or the next free one after it.
    private int[] index = new int[FIRST_CAPACITY * 2];

    private final BitSet powerLevels = new BitSet();

    /// Adds an event after all its auth events; those that the graph does not have are left out. Does nothing when it has
    /// the event already.
    ///
    /// @param isPowerLevels whether it is the `m.room.power_levels` event with the empty state key
    public void add(long event, boolean isPowerLevels, long... auths) {
        if (number(event) != NONE) {
            return;
        }
        makeRoom(auths.length);
        int end = starts[size];
        for (long auth : auths) {
            int number = number(auth);
            if (number != NONE) {
                authEvents[end++] = number;
            }
        }
        events[size] = event;
        powerLevels.set(size, isPowerLevels);
        starts[size + 1] = end;
        index[place(event)] = size + 1;
        size++;
    }

    /// Whether the graph has the event.
    public boolean has(long event) {
        return number(event) != NONE;
    }

    /// Returns the auth events of an event, those that the graph has.
    ///
    /// @throws IllegalArgumentException when the graph does not have the event
    public long[] auths(long event) {
        int number = require(event);
        long[] auths = new long[authCount(number)];
        for (int i = 0; i < auths.length; i++) {
            auths[i] = events[auth(number, i)];
        }
        return auths;
    }

    /// Whether some of the events are reached from an event, or are that event. Costs what is reached and was not walked before.
    ///
    /// @param walked what was walked before without meeting any; what is walked now is added when none is met
    public boolean leadsTo(long event, LongPredicate wanted, BitSet walked) {
        BitSet walking = (BitSet) walked.clone();
        int from = require(event);
        if (walking.get(from)) {
            return false;
        }
        int[] waiting = new int[FIRST_CAPACITY];
        int count = 0;
        waiting[count++] = from;
        walking.set(from);
        while (count > 0) {
            int number = waiting[--count];
            if (wanted.test(events[number])) {
                return true;
            }
            for (int i = starts[number]; i < starts[number + 1]; i++) {
                int auth = authEvents[i];
                if (!walking.get(auth)) {
                    walking.set(auth);
                    waiting = count == waiting.length ? Arrays.copyOf(waiting, count * 2) : waiting;
                    waiting[count++] = auth;
                }
            }
        }
        walked.or(walking);
        return false;
    }

    /// The number of events.
    public int size() {
        return size;
    }

    /// About how many bytes of memory it takes.
    public long bytes() {
        return 8L * events.length
                + 4L * (starts.length + authEvents.length + index.length)
                + powerLevels.size() / Byte.SIZE;
    }

    /// Returns the dense number of an event that a state or the graph names.
    ///
    /// @throws IllegalArgumentException when the graph does not have it
    int require(long event) {
        int number = number(event);
        if (number == NONE) {
            throw new IllegalArgumentException("Expected event " + event + " in the auth graph");
        }
        return number;
    }

    long event(int number) {
        return events[number];
    }

    boolean isPowerLevels(int number) {
        return powerLevels.get(number);
    }

    int authCount(int number) {
        return starts[number + 1] - starts[number];
    }

    int auth(int number, int i) {
        return authEvents[starts[number] + i];
    }

    /// Returns the power levels among the auth events of an event; -1 when it names none.
    int powerLevelsOf(int number) {
        for (int i = starts[number]; i < starts[number + 1]; i++) {
            if (powerLevels.get(authEvents[i])) {
                return authEvents[i];
            }
        }
        return NONE;
    }

    /// Adds to the events all that are reached from them, down to the lowest number that is wanted.
    void close(BitSet reached, int lowest) {
        for (int number = reached.length() - 1;
                number >= lowest;
                number = reached.previousSetBit(number - 1)) {
            for (int i = starts[number]; i < starts[number + 1]; i++) {
                reached.set(authEvents[i]);
            }
        }
    }

    /// Adds to the events all that are reached from them over events of this part alone.
    void closeWithin(BitSet reached, BitSet part) {
        for (int number = reached.length() - 1;
                number >= 0;
                number = reached.previousSetBit(number - 1)) {
            for (int i = starts[number]; i < starts[number + 1]; i++) {
                if (part.get(authEvents[i])) {
                    reached.set(authEvents[i]);
                }
            }
        }
    }

    /// Adds to a set that is closed already an event and what is reached from it. Costs what is new.
    void extend(BitSet closed, int from) {
        if (closed.get(from)) {
            return;
        }
        int[] waiting = new int[FIRST_CAPACITY];
        int count = 0;
        waiting[count++] = from;
        closed.set(from);
        while (count > 0) {
            int number = waiting[--count];
            for (int i = starts[number]; i < starts[number + 1]; i++) {
                int auth = authEvents[i];
                if (!closed.get(auth)) {
                    closed.set(auth);
                    waiting = count == waiting.length ? Arrays.copyOf(waiting, count * 2) : waiting;
                    waiting[count++] = auth;
                }
            }
        }
    }

    /// Returns the ends and the inner events of all paths that lead from one of the events to another one: what is reached
    /// from them and itself reaches one of them.
    BitSet between(BitSet ends) {
        if (ends.isEmpty()) {
            return new BitSet();
        }
        BitSet below = (BitSet) ends.clone();
        int lowest = ends.nextSetBit(0);
        close(below, lowest);
        BitSet result = (BitSet) ends.clone();
        for (int number = below.nextSetBit(lowest);
                number >= 0;
                number = below.nextSetBit(number + 1)) {
            if (names(number, result)) {
                result.set(number);
            }
        }
        return result;
    }

    /// Whether one of the auth events of an event is in the set.
    private boolean names(int number, BitSet set) {
        for (int i = starts[number]; i < starts[number + 1]; i++) {
            if (set.get(authEvents[i])) {
                return true;
            }
        }
        return false;
    }

    private int number(long event) {
        return index[place(event)] - 1;
    }

    /// Returns where the event is in the index, or the free place where it belongs.
    private int place(long event) {
        int mask = index.length - 1;
        int place = (int) ((event * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (index[place] != 0 && events[index[place] - 1] != event) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void makeRoom(int auths) {
        if (size == events.length) {
            int capacity = size + (size >> 1);
            events = Arrays.copyOf(events, capacity);
            starts = Arrays.copyOf(starts, capacity + 1);
        }
        if (starts[size] + auths > authEvents.length) {
            authEvents = Arrays.copyOf(authEvents, authEvents.length * 3 / 2 + auths);
        }
        if ((size + 1) * 2 > index.length) {
            index = new int[index.length * 2];
            for (int number = 0; number < size; number++) {
                index[place(events[number])] = number + 1;
            }
        }
    }
}

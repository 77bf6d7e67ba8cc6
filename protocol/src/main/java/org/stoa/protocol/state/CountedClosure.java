package org.stoa.protocol.state;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;

/// What a state reaches in the auth graph of its room, with how often each event of it is held by the state or named by
/// another one that is reached. So what is reached from a state that differs in a few keys can be said exactly, at the cost of
/// these: also what nothing leads to any more. Four bytes and a bit for each event of the graph.
///
/// Not thread-safe, like the graph, which may grow meanwhile.
public final class CountedClosure {
    private static final int FIRST_CAPACITY = 16;

    private final AuthGraph graph;
    private final BitSet reached = new BitSet();
    private int[] counts;

    private int[] waiting = new int[FIRST_CAPACITY];
    private int waitingCount;

    private CountedClosure(AuthGraph graph) {
        this.graph = graph;
        this.counts = new int[graph.size()];
    }

    /// One key on which a state differs from another.
    ///
    /// @param event the event that holds the key; 0 when none does
    /// @param replaced the event that holds it in the other state; 0 when none does
    public record Change(long event, long replaced) {
        Change reversed() {
            return new Change(/* event= */ replaced, /* replaced= */ event);
        }
    }

    /// Returns what the state reaches. Cost: all of the state, and a sweep over the graph.
    public static CountedClosure of(StateSet state, AuthGraph graph) {
        CountedClosure closure = new CountedClosure(graph);
        state.forEach((key, event) -> closure.counts[graph.require(event)]++);
        for (int number = closure.counts.length - 1; number >= 0; number--) {
            if (closure.counts[number] > 0) {
                closure.reached.set(number);
                for (int i = 0; i < graph.authCount(number); i++) {
                    closure.counts[graph.auth(number, i)]++;
                }
            }
        }
        return closure;
    }

    /// Returns what a state reaches that differs from this one's in these keys.
    ///
    /// @throws IllegalArgumentException when the graph does not have an event
    public AuthClosure after(Collection<Change> changes) {
        move(changes);
        AuthClosure closure = new AuthClosure((BitSet) reached.clone());
        move(changes.stream().map(Change::reversed).toList());
        return closure;
    }

    /// Becomes what a state reaches that differs from this one's in these keys.
    ///
    /// @throws IllegalArgumentException when the graph does not have an event; nothing has changed then
    public void move(Collection<Change> changes) {
        for (Change change : changes) {
            requireKnown(change.event());
            requireKnown(change.replaced());
        }
        counts = counts.length < graph.size() ? Arrays.copyOf(counts, grown()) : counts;
        // First what is new, so that what both reach is not taken out and put in again.
        for (Change change : changes) {
            if (change.event() != 0) {
                add(graph.require(change.event()));
            }
        }
        for (Change change : changes) {
            if (change.replaced() != 0) {
                remove(graph.require(change.replaced()));
            }
        }
    }

    /// About how many bytes of memory it takes.
    public long bytes() {
        return (long) counts.length * Integer.BYTES + reached.size() / Byte.SIZE;
    }

    private int grown() {
        return graph.size() + (graph.size() >> 3);
    }

    private void requireKnown(long event) {
        if (event != 0) {
            graph.require(event);
        }
    }

    private void add(int event) {
        push(event);
        while (waitingCount > 0) {
            int number = waiting[--waitingCount];
            if (counts[number]++ == 0) {
                reached.set(number);
                pushAuths(number);
            }
        }
    }

    private void remove(int event) {
        push(event);
        while (waitingCount > 0) {
            int number = waiting[--waitingCount];
            if (--counts[number] == 0) {
                reached.clear(number);
                pushAuths(number);
            }
        }
    }

    private void pushAuths(int number) {
        for (int i = 0; i < graph.authCount(number); i++) {
            push(graph.auth(number, i));
        }
    }

    private void push(int number) {
        if (waitingCount == waiting.length) {
            waiting = Arrays.copyOf(waiting, waitingCount * 2);
        }
        waiting[waitingCount++] = number;
    }
}

package org.stoa.protocol.state;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;

/// Part of an auth graph, from which one event after the other is passed, each after its auth events in that part.
final class AuthOrder {

    /// The events of the part, ascending; all else is by their places in here.
    private final int[] numbers;

    /// How many auth events in the part have not been passed.
    private final int[] waitingFor;

    /// Who is authorised by whom: those of the event at place i are at places `starts[i]` to `starts[i + 1]` of `children`.
    private final int[] starts;

    private final int[] children;

    AuthOrder(AuthGraph graph, BitSet part) {
        numbers = part.stream().toArray();
        waitingFor = new int[numbers.length];
        starts = new int[numbers.length + 1];
        forEachLink(graph, (auth, child) -> starts[auth + 1]++);
        for (int place = 0; place < numbers.length; place++) {
            starts[place + 1] += starts[place];
        }
        children = new int[starts[numbers.length]];
        int[] next = starts.clone();
        forEachLink(
                graph,
                (auth, child) -> {
                    children[next[auth]++] = child;
                    waitingFor[child]++;
                });
    }

    @FunctionalInterface
    private interface LinkConsumer {
        void accept(int auth, int child);
    }

    /// Visits the events that have no auth events in the part.
    void forEachFirst(IntConsumer first) {
        for (int place = 0; place < numbers.length; place++) {
            if (waitingFor[place] == 0) {
                first.accept(numbers[place]);
            }
        }
    }

    /// Passes an event, and visits those that waited for it alone.
    void pass(int number, IntConsumer freed) {
        int place = Arrays.binarySearch(numbers, number);
        for (int i = starts[place]; i < starts[place + 1]; i++) {
            if (--waitingFor[children[i]] == 0) {
                freed.accept(numbers[children[i]]);
            }
        }
    }

    private void forEachLink(AuthGraph graph, LinkConsumer links) {
        for (int child = 0; child < numbers.length; child++) {
            for (int i = 0; i < graph.authCount(numbers[child]); i++) {
                int auth = Arrays.binarySearch(numbers, graph.auth(numbers[child], i));
                if (auth >= 0) {
                    links.accept(auth, child);
                }
            }
        }
    }
}

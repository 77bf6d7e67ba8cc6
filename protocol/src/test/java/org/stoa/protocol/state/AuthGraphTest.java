package org.stoa.protocol.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AuthGraphTest {

    private final AuthGraph graph = new AuthGraph();

    @Test
    void event_afterItsAuthEvents_hasAGreaterNumber() {
        graph.add(700, false);
        graph.add(300, true, 700);

        assertEquals(0, graph.require(700));
        assertEquals(1, graph.require(300));
        assertEquals(300, graph.event(1));
        assertTrue(graph.isPowerLevels(1));
    }

    @Test
    void event_addedTwice_isThereOnce() {
        graph.add(700, false);
        graph.add(700, true, 700);

        assertEquals(1, graph.size());
        assertFalse(graph.isPowerLevels(0));
    }

    @Test
    void authEvent_thatIsNotThere_isLeftOut() {
        graph.add(1, false);
        graph.add(2, false, 99, 1);

        assertEquals(1, graph.authCount(1));
        assertFalse(graph.has(99));
        assertThrows(IllegalArgumentException.class, () -> graph.require(99));
    }

    @Test
    void event_leadsToWhatItReachesOverAnyNumberOfOthers() {
        graph.add(1, false);
        graph.add(2, false, 1);
        graph.add(3, false, 1);
        graph.add(4, false, 2, 1);
        BitSet walked = new BitSet();

        assertEquals(List.of(2L, 1L), Arrays.stream(graph.auths(4)).boxed().toList());
        assertTrue(graph.leadsTo(4, event -> event == 2, walked));
        assertTrue(graph.leadsTo(4, event -> event == 4, walked));
        assertTrue(walked.isEmpty());
        assertFalse(graph.leadsTo(3, event -> event == 2, walked));
        // What led nowhere is not walked again, and hides nothing else.
        assertEquals(2, walked.cardinality());
        assertTrue(graph.leadsTo(4, event -> event == 2, walked));
        assertFalse(graph.leadsTo(4, event -> event == 99, walked));
    }

    @Test
    void powerLevelsOf_event_areThoseAmongItsAuthEvents() {
        graph.add(1, false);
        graph.add(2, true, 1);
        graph.add(3, false, 1, 2);
        graph.add(4, false, 1, 3);

        assertEquals(1, graph.powerLevelsOf(2));
        assertEquals(-1, graph.powerLevelsOf(3));
    }

    @Test
    void walks_overADeepGraph_needNoStack() {
        int depth = 200_000;
        graph.add(1, true);
        for (int event = 2; event <= depth; event++) {
            graph.add(event, true, event - 1L);
        }
        BitSet closed = bits(depth - 1);
        BitSet extended = new BitSet();

        graph.close(closed, 0);
        graph.extend(extended, depth - 1);

        assertEquals(depth, closed.cardinality());
        assertEquals(closed, extended);
        assertEquals(depth - 10, graph.between(bits(10, depth - 1)).cardinality());
    }

    @Test
    void walks_overRandomGraphs_areThoseOfPlainSets() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            AuthGraph some = new AuthGraph();
            Map<Integer, Set<Integer>> auths = randomLinks(some, random);
            BitSet ends = new BitSet();
            for (int i = 0; i < 4; i++) {
                ends.set(random.nextInt(some.size()));
            }
            BitSet closed = (BitSet) ends.clone();
            BitSet extended = new BitSet();

            some.close(closed, 0);
            ends.stream().forEach(end -> some.extend(extended, end));

            Set<Integer> reached = new HashSet<>();
            ends.stream().forEach(end -> reach(end, auths, reached));
            assertEquals(new TreeSet<>(reached), set(closed), "seed " + seed);
            assertEquals(closed, extended, "seed " + seed);
            assertEquals(between(ends, auths), set(some.between(ends)), "seed " + seed);
        }
    }

    @Test
    void countedClosure_afterRandomChanges_isThatOfTheWholeState() {
        Random random = new Random(7);
        List<Long> events = new ArrayList<>();
        Map<Long, Long> state = new HashMap<>();
        add(random, events);
        CountedClosure counted = CountedClosure.of(state(state), graph);
        for (int round = 0; round < 300; round++) {
            add(random, events);
            Map<Long, Long> other = new HashMap<>(state);
            List<CountedClosure.Change> changes = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                long key = 1L + random.nextInt(12);
                long event = random.nextInt(5) == 0 ? 0 : events.get(random.nextInt(events.size()));
                Long replaced = event == 0 ? other.remove(key) : other.put(key, event);
                changes.add(new CountedClosure.Change(event, replaced == null ? 0 : replaced));
            }

            assertEquals(
                    AuthClosure.of(state(other), graph).reached(),
                    counted.after(changes).reached());
            assertEquals(
                    AuthClosure.of(state(state), graph).reached(),
                    counted.after(List.of()).reached());
            if (random.nextBoolean()) {
                counted.move(changes);
                state = other;
            }
        }
    }

    private void add(Random random, List<Long> events) {
        for (int i = 0; i < 5; i++) {
            long event = events.size() + 1L;
            long[] auths =
                    random.longs(random.nextInt(4), 0, Math.max(1, events.size()))
                            .map(at -> events.isEmpty() ? 0 : events.get((int) at))
                            .filter(auth -> auth != 0)
                            .toArray();
            graph.add(event, false, auths);
            events.add(event);
        }
    }

    /// Both states reach 2, one of them only from what they agree on. What the conflicted events alone reach would say
    /// that it differs.
    @Test
    void authDifference_isOverTheWholeStates() {
        graph.add(1, false);
        graph.add(2, false, 1);
        graph.add(3, false, 2);
        graph.add(4, false, 2);
        graph.add(5, false, 1);
        StateSet one = state(Map.of(10L, 3L, 11L, 4L));
        StateSet other = state(Map.of(10L, 3L, 11L, 5L));

        BitSet difference = AuthDifference.of(StateSets.of(List.of(one, other)), graph);

        assertEquals(bits(3, 4), difference);
    }

    /// Event 2 is in the first state and reached from the second, so it is no difference.
    @Test
    void authDifference_countsTheEventsOfTheStates() {
        graph.add(1, false);
        graph.add(2, false, 1);
        graph.add(3, false, 2);
        StateSet one = state(Map.of(10L, 2L));
        StateSet other = state(Map.of(10L, 3L));

        BitSet difference = AuthDifference.of(StateSets.of(List.of(one, other)), graph);

        assertEquals(bits(2), difference);
    }

    private static Map<Integer, Set<Integer>> randomLinks(AuthGraph graph, Random random) {
        Map<Integer, Set<Integer>> auths = new HashMap<>();
        for (int number = 0; number < 40; number++) {
            Set<Integer> own = new TreeSet<>();
            for (int i = random.nextInt(4); i > 0 && number > 0; i--) {
                own.add(random.nextInt(number));
            }
            auths.put(number, own);
            graph.add(
                    1000 - 13L * number,
                    false,
                    own.stream().mapToLong(auth -> 1000 - 13L * auth).toArray());
        }
        return auths;
    }

    private static void reach(int from, Map<Integer, Set<Integer>> auths, Set<Integer> reached) {
        if (reached.add(from)) {
            auths.getOrDefault(from, Set.of()).forEach(auth -> reach(auth, auths, reached));
        }
    }

    private static Set<Integer> between(BitSet ends, Map<Integer, Set<Integer>> auths) {
        Set<Integer> between = new TreeSet<>();
        for (int end : ends.stream().toArray()) {
            Set<Integer> below = new HashSet<>();
            reach(end, auths, below);
            for (int number : below) {
                Set<Integer> onwards = new HashSet<>();
                reach(number, auths, onwards);
                if (onwards.stream().anyMatch(ends::get)) {
                    between.add(number);
                }
            }
        }
        return between;
    }

    private static Set<Integer> set(BitSet bits) {
        return new TreeSet<>(bits.stream().boxed().toList());
    }

    private static BitSet bits(int... numbers) {
        BitSet bits = new BitSet();
        for (int number : numbers) {
            bits.set(number);
        }
        return bits;
    }

    private static StateSet state(Map<Long, Long> entries) {
        return new StateSet() {
            @Override
            public long event(long stateKey) {
                return entries.getOrDefault(stateKey, 0L);
            }

            @Override
            public void forEach(EntryConsumer consumer) {
                new ArrayList<>(entries.keySet())
                        .forEach(key -> consumer.accept(key, entries.getOrDefault(key, 0L)));
            }
        };
    }
}

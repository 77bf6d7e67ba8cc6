package org.stoa.appservice.expression;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Looks for a text that two expressions match, each a beginning of it, and that a third one matches.
///
/// It walks through the three automata at once: a place is one step of each. From a place it goes on wherever the three can
/// take the same character; a text exists when a place is reached at which all three may end. An expression that has
/// matched a beginning takes whatever comes after it.
final class CommonText {
    /// Pairs of ways that are looked at. Two expressions of a thousand steps each, as nobody writes them, may be too much to
    /// compare; lists of a hundred names need ten thousand.
    private static final int MAX_PAIRS = 1_000_000;

    /// A number that is no step: the expression has matched, and takes anything.
    private static final int MATCHED = -1;

    private final List<Automaton> automata;
    private final List<Map<Integer, List<Way>>> known =
            List.of(new HashMap<>(), new HashMap<>(), new HashMap<>());
    private final List<Map<Integer, Boolean>> ends =
            List.of(new HashMap<>(), new HashMap<>(), new HashMap<>());
    private final Set<Place> seen = new HashSet<>();
    private final Deque<Place> open = new ArrayDeque<>();
    private int pairs;

    CommonText(Automaton first, Automaton second, Automaton form) {
        automata = List.of(first, second, form);
    }

    private record Place(int first, int second, int third, boolean atBegin) {
        int step(int automaton) {
            return automaton == 0 ? first : automaton == 1 ? second : third;
        }
    }

    /// A way on: the characters that it takes, and the step behind.
    private record Way(Characters characters, int next) {}

    boolean exists() throws ExpressionException {
        visit(new Place(0, 0, 0, true));
        while (!open.isEmpty()) {
            Place place = open.poll();
            if (mayEnd(place)) {
                return true;
            }
            goOn(place);
        }
        return false;
    }

    private void visit(Place place) {
        if (seen.add(place)) {
            open.add(place);
        }
    }

    private boolean mayEnd(Place place) {
        for (int i = 0; i < automata.size(); i++) {
            int step = place.step(i);
            if (step != MATCHED && !mayEnd(i, step, place.atBegin())) {
                return false;
            }
        }
        return true;
    }

    private boolean mayEnd(int number, int step, boolean atBegin) {
        Automaton automaton = automata.get(number);
        return atBegin
                ? automaton.isDone(automaton.reach(step, true, true))
                : ends.get(number)
                        .computeIfAbsent(
                                step, each -> automaton.isDone(automaton.reach(each, false, true)));
    }

    private void goOn(Place place) throws ExpressionException {
        List<Way> seconds = ways(1, place);
        List<Way> thirds = ways(2, place);
        for (Way first : ways(0, place)) {
            for (Way second : seconds) {
                if (++pairs > MAX_PAIRS) {
                    throw new ExpressionException("they are too long to be compared");
                }
                Characters common = first.characters().and(second.characters());
                if (common.ranges().isEmpty()) {
                    continue;
                }
                for (Way third : thirds) {
                    if (third.characters().intersects(common)) {
                        visit(new Place(first.next(), second.next(), third.next(), false));
                    }
                }
            }
        }
    }

    private List<Way> ways(int number, Place place) {
        int step = place.step(number);
        if (step == MATCHED) {
            return List.of(new Way(Characters.ALL, MATCHED));
        }
        return place.atBegin()
                ? ways(automata.get(number), step, true)
                : known.get(number)
                        .computeIfAbsent(step, each -> ways(automata.get(number), each, false));
    }

    private static List<Way> ways(Automaton automaton, int step, boolean atBegin) {
        BitSet steps = automaton.reach(step, atBegin, false);
        List<Way> ways = new ArrayList<>();
        if (automaton.isDone(steps)) {
            ways.add(new Way(Characters.ALL, MATCHED));
        }
        for (int each = steps.nextSetBit(0); each >= 0; each = steps.nextSetBit(each + 1)) {
            if (automaton.step(each) instanceof Automaton.Step.Take(Characters characters)) {
                ways.add(new Way(characters, each + 1));
            }
        }
        return ways;
    }
}

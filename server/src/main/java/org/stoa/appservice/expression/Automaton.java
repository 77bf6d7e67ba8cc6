package org.stoa.appservice.expression;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// An expression as steps: each takes a character, asks where in the text it is, or goes on at other steps. Immutable.
final class Automaton {
    /// Repetitions are written out; an expression that becomes longer than this is refused.
    static final int MAX_STEPS = 5_000;

    private final List<Step> steps;

    private Automaton(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /// One step; where it goes on is the next one unless it says otherwise.
    sealed interface Step {
        /// Takes a character of a set.
        record Take(Characters characters) implements Step {}

        /// Goes on at either.
        record Fork(int first, int second) implements Step {}

        /// Goes on only at the beginning of the text.
        record AtBegin() implements Step {}

        /// Goes on only at the end of the text.
        record AtEnd() implements Step {}

        /// The expression has matched.
        record Done() implements Step {}
    }

    static Automaton of(Node node) throws ExpressionException {
        List<Step> steps = new ArrayList<>();
        emit(node, steps);
        steps.add(new Step.Done());
        return new Automaton(steps);
    }

    Step step(int number) {
        return steps.get(number);
    }

    int size() {
        return steps.size();
    }

    /// All steps that can be reached from one without taking a character.
    BitSet reach(int from, boolean atBegin, boolean atEnd) {
        BitSet reached = new BitSet(steps.size());
        addReach(from, atBegin, atEnd, reached, room());
        return reached;
    }

    /// The room that [#addReach] needs: each fork that is followed adds one more open step at most.
    int[] room() {
        return new int[steps.size() + 1];
    }

    /// Adds them to a set; what is in the set already was followed before.
    ///
    /// @param open room, which many calls can share
    void addReach(int from, boolean atBegin, boolean atEnd, BitSet reached, int[] open) {
        int count = 0;
        open[count++] = from;
        while (count > 0) {
            int number = open[--count];
            if (reached.get(number)) {
                continue;
            }
            reached.set(number);
            switch (steps.get(number)) {
                case Step.Fork(int first, int second) -> {
                    if (!reached.get(second)) {
                        open[count++] = second;
                    }
                    if (!reached.get(first) && first != second) {
                        open[count++] = first;
                    }
                }
                case Step.AtBegin() when atBegin -> open[count++] = number + 1;
                case Step.AtEnd() when atEnd -> open[count++] = number + 1;
                case Step.AtBegin(), Step.AtEnd(), Step.Take _, Step.Done() -> {}
            }
        }
    }

    /// Whether a set of steps holds the last one.
    boolean isDone(BitSet reached) {
        return reached.get(steps.size() - 1);
    }

    private static void emit(Node node, List<Step> steps) throws ExpressionException {
        if (steps.size() > MAX_STEPS) {
            throw new ExpressionException("it is too long, with its repetitions written out");
        }
        switch (node) {
            case Node.OneOf(Characters characters) -> steps.add(new Step.Take(characters));
            case Node.Begin() -> steps.add(new Step.AtBegin());
            case Node.End() -> steps.add(new Step.AtEnd());
            case Node.Sequence(List<Node> parts) -> {
                for (Node part : parts) {
                    emit(part, steps);
                }
            }
            case Node.Choice(List<Node> parts) -> emitChoice(parts, steps);
            case Node.Repeat repeat -> emitRepeat(repeat, steps);
        }
    }

    private static void emitChoice(List<Node> parts, List<Step> steps) throws ExpressionException {
        List<Integer> ends = new ArrayList<>();
        for (Node part : parts.subList(0, parts.size() - 1)) {
            int fork = placeholder(steps);
            emit(part, steps);
            ends.add(placeholder(steps));
            steps.set(fork, new Step.Fork(fork + 1, steps.size()));
        }
        emit(parts.getLast(), steps);
        ends.forEach(end -> steps.set(end, new Step.Fork(steps.size(), steps.size())));
    }

    private static void emitRepeat(Node.Repeat repeat, List<Step> steps)
            throws ExpressionException {
        for (int i = 0; i < repeat.least(); i++) {
            int before = steps.size();
            emit(repeat.part(), steps);
            if (steps.size() == before) {
                // Nothing, however often it is repeated; and repetitions of it may be inside of
                // others.
                break;
            }
        }
        if (repeat.most() == Integer.MAX_VALUE) {
            int fork = placeholder(steps);
            emit(repeat.part(), steps);
            steps.add(new Step.Fork(fork, fork));
            steps.set(fork, new Step.Fork(fork + 1, steps.size()));
            return;
        }
        List<Integer> forks = new ArrayList<>();
        for (int i = repeat.least(); i < repeat.most(); i++) {
            forks.add(placeholder(steps));
            emit(repeat.part(), steps);
        }
        forks.forEach(fork -> steps.set(fork, new Step.Fork(fork + 1, steps.size())));
    }

    private static int placeholder(List<Step> steps) {
        steps.add(new Step.Done());
        return steps.size() - 1;
    }
}

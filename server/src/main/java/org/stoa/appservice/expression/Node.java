package org.stoa.appservice.expression;

import java.util.List;

/// What an expression consists of.
sealed interface Node {
    /// One character of a set.
    record OneOf(Characters characters) implements Node {}

    /// The beginning of the text.
    record Begin() implements Node {}

    /// The end of the text.
    record End() implements Node {}

    /// One after the other.
    record Sequence(List<Node> parts) implements Node {
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    /// One of them.
    record Choice(List<Node> parts) implements Node {
        public Choice {
            parts = List.copyOf(parts);
        }
    }

    /// The same several times.
    ///
    /// @param most [Integer#MAX_VALUE] for any number
    record Repeat(Node part, int least, int most) implements Node {}
}

package org.stoa.specification;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a JSON value must look like. `spec-facts/README.md` describes how shapes are written.
public sealed interface Shape {
    /// Any value at all.
    record Any() implements Shape {}

    /// A value of one kind; a string may have to contain a match of a pattern.
    record Scalar(Kind kind, Optional<Pattern> pattern) implements Shape {}

    /// One of these strings (or integers, compared by their text).
    record Enumeration(Set<String> values) implements Shape {}

    /// An array whose items all have one shape.
    record ArrayOf(Shape items) implements Shape {}

    /// A value that fits at least one of these shapes.
    record Union(List<Shape> choices) implements Shape {}

    /// An object. A member is checked by its name, else by the first pattern that its name matches, else by `others`.
    record Members(
            Map<String, Shape> required,
            Map<String, Shape> optional,
            Map<Pattern, Shape> patterns,
            Optional<Shape> others)
            implements Shape {}

    /// The shape of that name in `shapes.tsv`.
    record Named(String name) implements Shape {}

    /// The kinds of values that a scalar shape names.
    enum Kind {
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        NULL,
        OBJECT
    }
}

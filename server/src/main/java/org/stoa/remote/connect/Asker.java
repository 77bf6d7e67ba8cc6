package org.stoa.remote.connect;

/// Asks other machines. Thread-safe; blocks.
@FunctionalInterface
public interface Asker {

    /// Asks, wherever of `where` somebody can be connected to first.
    Outcome ask(Whereabouts where, Question question);
}

package org.stoa.remote.connect;

/// What an answer may take of the memory while it is read.
@FunctionalInterface
public interface AnswerMemory {
    /// For answers that are too small to be counted.
    AnswerMemory UNCOUNTED = _ -> true;

    /// Says how many bytes the answer takes by now, in all; returns `false` when there is no room for so many.
    boolean holds(long bytes);
}

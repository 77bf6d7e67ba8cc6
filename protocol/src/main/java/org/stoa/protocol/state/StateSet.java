package org.stoa.protocol.state;

import org.jspecify.annotations.Nullable;

/// One of the states that are to be resolved: which event holds each state key. Both are numbers of the caller's, from 1.
public interface StateSet {

    /// What is done with each entry of a state.
    @FunctionalInterface
    interface EntryConsumer {
        /// Takes one entry: the number of the state key and that of the event.
        void accept(long stateKey, long event);
    }

    /// Returns the event that holds the key; 0 when none does.
    long event(long stateKey);

    /// Visits all entries, in any order.
    void forEach(EntryConsumer consumer);

    /// Returns the events of the auth graph that this state reaches, when that is known already; null makes the resolver
    /// work it out, which takes time in proportion to the state.
    default @Nullable AuthClosure authClosure() {
        return null;
    }
}

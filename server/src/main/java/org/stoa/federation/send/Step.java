package org.stoa.federation.send;

/// What is to be done next for a destination.
sealed interface Step {
    /// A transaction is to be sent.
    record Send(Transaction transaction) implements Step {}

    /// What it has missed after a position is to be looked up.
    record CatchUp(long from) implements Step {}

    /// Nothing; the thread ends.
    record Rest() implements Step {}
}

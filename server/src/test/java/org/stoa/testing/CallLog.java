package org.stoa.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.stoa.specification.Operation;

/// What the clients of the running test asked and were answered, so that [Proves] can tell whether a test calls what it says
/// it proves. Tests run one after another, so there is one log, which each test with that annotation empties.
final class CallLog {
    private static final List<Call> CALLS = new CopyOnWriteArrayList<>();

    private CallLog() {}

    /// An operation of the specification, and the status of its answer.
    record Call(Operation operation, int status) {
        boolean succeeded() {
            return status < 400;
        }
    }

    static void add(Operation operation, int status) {
        CALLS.add(new Call(operation, status));
    }

    static List<Call> calls() {
        return List.copyOf(CALLS);
    }

    static void clear() {
        CALLS.clear();
    }
}

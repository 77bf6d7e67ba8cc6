package org.stoa.bench.http;

/// The server answered something that is not right, so the figures of the run do not count.
public final class CheckFailed extends RuntimeException {
    public CheckFailed(String message) {
        super(message);
    }

    /// Fails unless the condition holds.
    public static void unless(boolean holds, String otherwise) {
        if (!holds) {
            throw new CheckFailed(otherwise);
        }
    }
}

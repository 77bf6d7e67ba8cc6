package org.stoa.bench.scenario;

import java.io.IOException;
import java.util.List;

/// One setting of a scenario's parameters.
///
/// @param name the parameters, like `rooms=50 workers=50`
/// @param body prepares, warms up, measures and checks
public record Case(String name, Body body) {
    /// Runs a case with fresh users.
    @FunctionalInterface
    public interface Body {
        /// What was measured, after the result was found right.
        ///
        /// Errors: [org.stoa.bench.http.CheckFailed] when it was not.
        List<Measurement> run(Trial trial) throws IOException, InterruptedException;
    }
}

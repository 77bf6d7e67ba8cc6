package org.stoa.conformance.runner;

import java.util.Locale;

/// How a test ended.
enum Outcome {
    PASS,
    FAIL,
    SKIP;

    /// The word in baselines.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

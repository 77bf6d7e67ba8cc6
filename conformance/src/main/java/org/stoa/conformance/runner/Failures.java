package org.stoa.conformance.runner;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.opentest4j.TestAbortedException;

/// Tells people why a test failed.
final class Failures {
    private static final Pattern HARNESS =
            Pattern.compile("org\\.stoa\\.conformance\\.(client|peers|runner|shape)\\..*");
    private static final String OURS = "org.stoa.conformance.";

    private Failures() {}

    /// The message, and the line of the test at which it arose.
    static String describe(Throwable failure) {
        boolean ours = failure instanceof AssertionError || isSkip(failure);
        String what = ours ? Objects.toString(failure.getMessage(), "") : failure.toString();
        return what.strip() + place(failure).map(place -> "\n  at " + place).orElse("");
    }

    private static boolean isSkip(Throwable failure) {
        return failure instanceof TestAbortedException;
    }

    private static Optional<String> place(Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .filter(frame -> !HARNESS.matcher(frame.getClassName()).matches())
                .findFirst()
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber());
    }
}

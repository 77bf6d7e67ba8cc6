package org.stoa.storage.testing;

import java.util.Arrays;
import java.util.List;

/// The engines that tests run on.
public enum TestEngine {
    /// SQLite in a temporary folder.
    SQLITE,
    /// PostgreSQL: that of `STOA_TEST_POSTGRES`, else one that the tests start themselves.
    POSTGRES;

    /// Property that takes PostgreSQL out of a run, for a quick look; never in CI.
    private static final String PROPERTY = "stoa.test.postgres";

    /// Returns the engines of this run: both, unless `-Dstoa.test.postgres=off`.
    public static List<TestEngine> all() {
        if (!System.getProperty(PROPERTY, "on").equals("off")) {
            return Arrays.asList(values());
        }
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException("-D" + PROPERTY + "=off is not for CI");
        }
        return List.of(SQLITE);
    }
}

package org.stoa.boot;

import org.jspecify.annotations.Nullable;

/// Which Stoa this is.
public final class Version {
    private Version() {}

    /// Returns the version of the jar, `development` outside of one.
    public static String text() {
        @Nullable String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}

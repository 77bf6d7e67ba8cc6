package org.stoa.conformance.peers;

import java.util.List;

/// Sets of room versions.
public enum Versions {
    /// Those that are tested in full: the first, and those that brought most.
    FULL("1 6 10 11 12"),

    /// The others.
    SHORT("2 3 4 5 7 8 9"),

    /// Some that have knocking. Spec: rooms/v7.
    KNOCKING("7 10 11 12"),

    /// All that have restricted rooms. Spec: rooms/v8.
    RESTRICTED("8 9 10 11 12"),

    /// One, for what has nothing to do with the version.
    ONE("11");

    private final String versions;

    /// @param versions with spaces between them
    Versions(String versions) {
        this.versions = versions;
    }

    /// The versions.
    public List<String> list() {
        return List.of(versions.split(" "));
    }
}

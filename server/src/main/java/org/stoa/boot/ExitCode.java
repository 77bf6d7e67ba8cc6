package org.stoa.boot;

/// What the process tells its caller when it ends. The numbers are documented and never change.
public enum ExitCode {
    OK(0, "all went well"),
    FAILURE(1, "something went wrong that has no number of its own"),
    USAGE(2, "the command line or the configuration is wrong"),
    LOCKED(3, "another process uses the data folder or the database"),
    PORT(4, "an address cannot be listened on"),
    READ_ONLY(5, "the data folder cannot be written"),
    DISK_FULL(6, "the disk is full"),
    CORRUPT(7, "the database is damaged, or is not one of Stoa"),
    NEWER(8, "the database was written by a newer Stoa"),
    BUILD(9, "no JDK or Maven, or the build failed"),
    UNREACHABLE(10, "the database server cannot be reached");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /// Returns what it means, in words for `--help`.
    public String meaning() {
        return meaning;
    }
}

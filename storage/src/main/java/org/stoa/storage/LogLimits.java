package org.stoa.storage;

/// From how many pages on what is done about SQLite's write-ahead log, each a number of pages in the log.
///
/// @param copyFrom it is copied back beside the writer
/// @param idleFrom it is copied back while nobody writes, so that a start after a crash is quick
/// @param again when it could not start anew, how much it grows before the next attempt
/// @param rest so few left to copy that the writer does it between two commits
/// @param bound the writer copies in its commits, as SQLite does by itself
/// @param warn somebody should hear of it
record LogLimits(long copyFrom, long idleFrom, long again, long rest, long bound, long warn) {
    /// `copyFrom` is measured: with fewer pages the same ones are copied more often. At full speed of two cores it is reached once a
    /// second; `rest` is then copied in about the time of a commit, and `again` comes after a tenth of a second.
    static final LogLimits USUAL = new LogLimits(40_000, 1_000, 4_000, 500, 80_000, 160_000);

    LogLimits {
        if (idleFrom < 1 || again < 1 || rest < 1 || bound < copyFrom || warn < bound) {
            throw new IllegalArgumentException("the limits contradict each other");
        }
    }
}

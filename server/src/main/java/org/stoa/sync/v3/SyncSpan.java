package org.stoa.sync.v3;

/// The part of the stream that one answer tells of: everything after `from` and not after `to`.
///
/// @param from position; 0 for an answer that does not continue another
/// @param to position
/// @param ephemeralFrom the same for typing notifications and presence, by their own count
/// @param ephemeralTo the same
/// @param lost whether the client has an answer that cannot be continued
public record SyncSpan(long from, long to, long ephemeralFrom, long ephemeralTo, boolean lost) {

    /// Whether the answer does not continue another.
    public boolean isInitial() {
        return from == 0;
    }
}

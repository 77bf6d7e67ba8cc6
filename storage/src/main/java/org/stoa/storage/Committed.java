package org.stoa.storage;

/// Where in the stream a write was committed.
///
/// @param first the position of slot 0
/// @param count number of slots that the write has
public record Committed(Position first, int count) implements CommitResult {
    /// Returns the position of a slot.
    public Position at(int slot) {
        if (slot < 0 || slot >= count) {
            throw new IllegalArgumentException("no slot " + slot + " among " + count);
        }
        return first.plus(slot);
    }
}

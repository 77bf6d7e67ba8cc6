package org.stoa.storage;

/// A unit of ownership and of order: one commit queue with its own counter of positions. Today there is one.
///
/// @param number 0 to 65,535
public record Lane(int number) {
    /// The only lane there is as long as one node runs everything.
    public static final Lane ONLY = new Lane(0);

    public Lane {
        if (number < 0 || number > 0x7fff) {
            throw new IllegalArgumentException("lane out of range: " + number);
        }
    }
}

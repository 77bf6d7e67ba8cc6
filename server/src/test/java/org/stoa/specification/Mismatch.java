package org.stoa.specification;

/// Where a value first differs from its shape.
///
/// @param path members and positions from the root, such as `$.rooms.join.!a:b.timeline.events[0].type`
public record Mismatch(String path, String expected, String found) {
    @Override
    public String toString() {
        return path + ": expected " + expected + ", found " + found;
    }
}

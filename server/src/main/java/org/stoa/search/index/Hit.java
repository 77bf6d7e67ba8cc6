package org.stoa.search.index;

/// An event that was found, and its place among what was.
///
/// @param rank how well it fits; higher is better
public record Hit(long event, long pos, float rank) {}

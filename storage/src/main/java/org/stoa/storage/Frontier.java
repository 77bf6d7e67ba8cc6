package org.stoa.storage;

import java.util.List;

/// Per lane the last position that is committed. A reader takes it once, at the start, and answers nothing newer.
///
/// @param positions one position per lane, by lane number
public record Frontier(List<Position> positions) {
    public Frontier {
        positions = List.copyOf(positions);
    }

    /// Returns the frontier of a server with one lane.
    public static Frontier of(Position only) {
        return new Frontier(List.of(only));
    }

    /// Returns the last committed position of a lane.
    public Position at(Lane lane) {
        return positions.get(lane.number());
    }
}

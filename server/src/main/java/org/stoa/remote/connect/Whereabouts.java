package org.stoa.remote.connect;

import java.util.List;

/// Where a server is, and how one has to speak to it there.
///
/// @param name the name that its certificate must be for, which is also told to it before (SNI) and in the `Host` header; an
///     address without brackets when it has no other name
/// @param headerPort the port in the `Host` header; -1 for none
/// @param places where it may be, the preferred place first; empty when it says that it is nowhere
public record Whereabouts(String name, int headerPort, List<Place> places) {
    public Whereabouts {
        places = List.copyOf(places);
    }

    /// Returns a server that is where its name says.
    public static Whereabouts at(String name, int headerPort, int port) {
        return new Whereabouts(name, headerPort, List.of(new Place(name, port)));
    }
}

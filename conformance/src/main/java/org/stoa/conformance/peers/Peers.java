package org.stoa.conformance.peers;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The two servers of a run.
///
/// @param wanted says which room versions the run has
record Peers(Peer one, Peer other, Predicate<String> wanted) {
    /// Each direction with each of these room versions that is wanted.
    Stream<Pair> pairs(List<String> versions) {
        return versions.stream()
                .filter(wanted)
                .flatMap(
                        version ->
                                Stream.of(
                                        new Pair(one, other, version),
                                        new Pair(other, one, version)));
    }
}

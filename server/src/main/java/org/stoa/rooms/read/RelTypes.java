package org.stoa.rooms.read;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.StoredEvent;

/// The part of a filter that asks how an event relates to another: `rel_types` and `not_rel_types`. A proposal, by its
/// unstable names; clients page through one thread, or past all of them, by it.
///
/// Spec: MSC3874.
///
/// @param wanted the event must relate by one of these; empty for any, and for events that do not relate
/// @param unwanted the event must not relate by one of these
public record RelTypes(Optional<Set<String>> wanted, Set<String> unwanted) {
    private static final String PREFIX = "org.matrix.msc3874.";

    public RelTypes {
        wanted = wanted.map(Set::copyOf);
        unwanted = Set.copyOf(unwanted);
    }

    /// Reads the members of a filter.
    static RelTypes of(JsonObject filter) {
        return new RelTypes(
                filter.array(PREFIX + "rel_types").map(RelTypes::set),
                filter.array(PREFIX + "not_rel_types").map(RelTypes::set).orElse(Set.of()));
    }

    /// Whether the event relates as wanted.
    boolean wants(StoredEvent event) {
        if (wanted.isEmpty() && unwanted.isEmpty()) {
            return true;
        }
        Optional<String> relType =
                event.content().object("m.relates_to").flatMap(to -> to.string("rel_type"));
        return relType.filter(unwanted::contains).isEmpty()
                && (wanted.isEmpty() || relType.filter(wanted.get()::contains).isPresent());
    }

    private static Set<String> set(JsonArray array) {
        return new HashSet<>(array.strings());
    }
}

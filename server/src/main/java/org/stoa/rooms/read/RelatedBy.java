package org.stoa.rooms.read;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.RelationRepository;

/// The part of a filter that asks what relates to an event: `related_by_senders` and `related_by_rel_types`. The
/// specification does not have it; clients list threads by it where they do not know of a list of threads.
///
/// @param senders one of them must have sent a related event; empty for anybody
/// @param kinds it must be related by one of these; empty for any
public record RelatedBy(Optional<List<String>> senders, Optional<List<String>> kinds) {
    private static final RelationRepository REPOSITORY = new RelationRepository();

    /// Whether it asks for anything.
    public boolean isPresent() {
        return senders.isPresent() || kinds.isPresent();
    }

    /// Returns what tells which of some events are wanted; asks the database once for all of them, or not at all.
    public Predicate<StoredEvent> among(Tx tx, Names names, List<StoredEvent> events) {
        if (!isPresent()) {
            return event -> true;
        }
        Optional<long[]> senderNumbers =
                senders.map(
                        list ->
                                list.stream()
                                        .flatMap(text -> UserId.tryParse(text).stream())
                                        .flatMap(user -> names.findUser(user).stream())
                                        .mapToLong(Long::longValue)
                                        .toArray());
        Set<Long> wanted =
                REPOSITORY.relatedBy(
                        tx,
                        events.stream().mapToLong(StoredEvent::event).toArray(),
                        senderNumbers,
                        kinds.map(list -> list.toArray(String[]::new)));
        return event -> wanted.contains(event.event());
    }
}

package org.stoa.rooms.send;

import java.util.List;
import java.util.Optional;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.persist.Relation;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.rooms.RelationRepository;

/// Refuses what local users may not relate to other events. Thread-safe.
///
/// Spec: client-server-api#validation-of-mthread-relationships, #avoiding-duplicate-annotations (v1.19).
final class RelationChecks {
    private static final String ANNOTATION = "m.annotation";

    private final Database database;
    private final EventStore events;
    private final Names names;
    private final RelationRepository repository = new RelationRepository();

    RelationChecks(Database database, EventStore events, Names names) {
        this.database = database;
        this.events = events;
        this.names = names;
    }

    /// Errors: M_UNKNOWN with status 400 for a thread that begins at an event which relates to another one itself;
    /// M_DUPLICATE_ANNOTATION.
    void check(Room room, Draft draft) {
        Optional<Relation> relation = Relation.of(draft.content());
        if (relation.isEmpty() || draft.stateKey().isPresent()) {
            return;
        }
        if (relation.get().kind().equals(Relation.THREAD)) {
            checkRoot(room, relation.get());
        }
        if (relation.get().kind().equals(ANNOTATION)) {
            checkAnnotation(room, draft, relation.get());
        }
    }

    /// Any event without a `rel_type` can become a thread root.
    private void checkRoot(Room room, Relation relation) {
        database.read(tx -> events.find(tx, room.nid(), room.rules(), relation.target()))
                .flatMap(root -> Relation.of(root.content()))
                .ifPresent(
                        of -> {
                            throw new MatrixException(
                                            ErrorCode.UNKNOWN,
                                            "A thread cannot begin at an event with the relation "
                                                    + of.kind())
                                    .withStatus(400);
                        });
    }

    private void checkAnnotation(Room room, Draft draft, Relation relation) {
        Optional<String> key = key(draft.content());
        Optional<Long> type = names.findType(draft.type());
        if (key.isEmpty() || type.isEmpty()) {
            return;
        }
        boolean isThere =
                database.read(
                        tx -> {
                            List<Long> own =
                                    repository.ofSender(
                                            tx,
                                            room.nid(),
                                            relation.target().toStoredBytes(),
                                            ANNOTATION,
                                            draft.senderNid(),
                                            type.get());
                            return events.getAll(tx, own).values().stream()
                                    .map(StoredEvent::content)
                                    .anyMatch(content -> key(content).equals(key));
                        });
        if (isThere) {
            throw new MatrixException(
                    ErrorCode.DUPLICATE_ANNOTATION, "You have annotated the event so already");
        }
    }

    private static Optional<String> key(JsonObject content) {
        return content.object("m.relates_to").flatMap(relatesTo -> relatesTo.string("key"));
    }
}

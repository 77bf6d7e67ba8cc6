package org.stoa.rooms.read;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.stoa.accounts.UserDeactivated;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.storage.Database;
import org.stoa.storage.Position;
import org.stoa.storage.accounts.ErasureRepository;

/// Who had their content erased, and what others get of it then: whoever had joined a room before the erasure gets the
/// events as they are, everybody else redacted copies. Nothing in the database is redacted, and other servers are not told.
///
/// What a user set for a whole room stays as it is (its name, that it is encrypted, who may do what); the user's own member
/// events do not. The users are in memory: few ask for it.
///
/// Thread-safe. Spec: client-server-api#post_matrixclientv3accountdeactivate, `erase` (v1.19).
public final class Erasures {
    private final Map<Long, Long> positions = new ConcurrentHashMap<>();
    private final ErasureRepository repository = new ErasureRepository();

    /// Knows those of this database.
    public Erasures(Database database) {
        database.read(
                tx -> {
                    repository.forEach(tx, row -> positions.put(row.number(1), row.number(2)));
                    return true;
                });
    }

    /// Keeps that a user is erased, and tells another of the closed account.
    public UserDeactivated onDeactivation(UserDeactivated next) {
        return (tx, user, userId, erase) -> {
            if (erase) {
                Position position = tx.nextPosition();
                repository.insert(tx, user, position);
                tx.onCommitted(() -> positions.putIfAbsent(user, position.value()));
            }
            next.deactivated(tx, user, userId, erase);
        };
    }

    /// The event as a reader gets it.
    StoredEvent shown(StoredEvent event, Visibility.Reader reader) {
        Long erased = positions.get(event.header().sender());
        if (erased == null || event.isRedacted() || isOfTheRoom(event)) {
            return event;
        }
        return reader.hadJoinedBy(erased) ? event : event.redacted(event.header());
    }

    private static boolean isOfTheRoom(StoredEvent event) {
        return event.isState() && !event.type().equals("m.room.member");
    }
}

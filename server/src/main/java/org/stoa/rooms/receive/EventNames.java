package org.stoa.rooms.receive;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.Names;

/// Gives what events name its numbers, which may wait for a commit, before the lock of their room is taken: few writes for
/// many events.
final class EventNames {
    private final Names names;

    EventNames(Names names) {
        this.names = names;
    }

    void prepare(Collection<Event> events) {
        Set<UserId> users = new LinkedHashSet<>();
        Set<Names.TypeAndKey> keys = new LinkedHashSet<>();
        for (Event event : events) {
            users.add(event.sender());
            event.stateKey()
                    .ifPresent(
                            key -> {
                                keys.add(new Names.TypeAndKey(event.type(), key));
                                if (event.type().equals(EventTypes.MEMBER)) {
                                    UserId.tryParse(key).ifPresent(users::add);
                                }
                            });
            if (event.stateKey().isEmpty()) {
                names.type(event.type());
            }
        }
        names.prepareUsers(users);
        names.prepareStateKeys(keys);
    }
}

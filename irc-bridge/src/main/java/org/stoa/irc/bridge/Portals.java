package org.stoa.irc.bridge;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.stoa.bridge.store.Changes;
import org.stoa.bridge.store.Journal;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonObject;

/// Which room is which channel. Safe for use by several threads.
final class Portals {

    private static final String PREFIX = "portal/";

    private final Journal journal;
    private final Map<Portal, RoomId> rooms = new ConcurrentHashMap<>();
    private final Map<RoomId, Portal> portals = new ConcurrentHashMap<>();

    /// A channel that has a room.
    ///
    /// @param channel its name in small letters
    record Portal(String network, String channel) {

        String lane() {
            return network + " " + channel;
        }
    }

    Portals(Journal journal) {
        this.journal = journal;
        journal.under(PREFIX)
                .values()
                .forEach(
                        value -> {
                            if (value instanceof JsonObject json) {
                                Portal portal =
                                        new Portal(
                                                json.string("network").orElse(""),
                                                json.string("channel").orElse(""));
                                json.string("room")
                                        .flatMap(RoomId::tryParse)
                                        .ifPresent(room -> remember(portal, room));
                            }
                        });
    }

    /// The room is the channel from now on.
    void put(Portal portal, RoomId room) {
        JsonObject json =
                JsonObject.of(
                        "network",
                        portal.network(),
                        "channel",
                        portal.channel(),
                        "room",
                        room.text());
        journal.commit(new Changes().put(PREFIX + portal.network() + "/" + portal.channel(), json));
        remember(portal, room);
    }

    Optional<RoomId> room(Portal portal) {
        return Optional.ofNullable(rooms.get(portal));
    }

    Optional<Portal> of(RoomId room) {
        return Optional.ofNullable(portals.get(room));
    }

    List<Portal> of(String network) {
        return rooms.keySet().stream().filter(portal -> portal.network().equals(network)).toList();
    }

    private void remember(Portal portal, RoomId room) {
        RoomId before = rooms.put(portal, room);
        if (before != null) {
            portals.remove(before);
        }
        portals.put(room, portal);
    }
}

package org.stoa.irc.bridge;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.stoa.bridge.store.Changes;
import org.stoa.bridge.store.Journal;
import org.stoa.irc.text.Casing;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;

/// In which room a Matrix user and an IRC user talk alone. Safe for use by several threads.
final class DirectChats {

    private static final String PREFIX = "direct/";

    private final Map<RoomId, Chat> chats = new ConcurrentHashMap<>();
    private final Map<Chat, RoomId> rooms = new ConcurrentHashMap<>();
    private final Journal journal;

    /// Two people.
    ///
    /// @param nick in small letters
    record Chat(String network, String nick, UserId user) {

        Chat {
            nick = Casing.ASCII.lower(nick);
        }

        String lane() {
            return network + " " + nick + " " + user;
        }
    }

    DirectChats(Journal journal) {
        this.journal = journal;
        journal.under(PREFIX)
                .forEach(
                        (key, value) -> {
                            if (value instanceof JsonObject json) {
                                remember(
                                        RoomId.parse(key.substring(PREFIX.length())),
                                        new Chat(
                                                json.string("network").orElse(""),
                                                json.string("nick").orElse(""),
                                                UserId.parse(json.string("user").orElse(""))));
                            }
                        });
    }

    /// The two talk in this room from now on; other rooms of theirs work as well.
    void put(RoomId room, Chat chat) {
        JsonObject json =
                JsonObject.of(
                        "network",
                        chat.network(),
                        "nick",
                        chat.nick(),
                        "user",
                        chat.user().toString());
        journal.commit(new Changes().put(PREFIX + room, json));
        remember(room, chat);
    }

    Optional<Chat> of(RoomId room) {
        return Optional.ofNullable(chats.get(room));
    }

    Optional<RoomId> room(Chat chat) {
        return Optional.ofNullable(rooms.get(chat));
    }

    /// Whether the user talks to somebody of the network.
    boolean has(String network, UserId user) {
        return rooms.keySet().stream()
                .anyMatch(chat -> chat.network().equals(network) && chat.user().equals(user));
    }

    /// The user left the room.
    void remove(RoomId room) {
        Chat chat = chats.remove(room);
        if (chat != null) {
            rooms.remove(chat, room);
            journal.commit(new Changes().remove(PREFIX + room));
        }
    }

    private void remember(RoomId room, Chat chat) {
        chats.put(room, chat);
        rooms.put(chat, room);
    }
}

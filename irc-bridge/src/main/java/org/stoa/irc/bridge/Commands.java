package org.stoa.irc.bridge;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stoa.bridge.RoomEvent;
import org.stoa.bridge.client.HomeserverError;
import org.stoa.bridge.intent.TransactionId;
import org.stoa.bridge.store.Changes;
import org.stoa.irc.bridge.DirectChats.Chat;
import org.stoa.irc.queue.Entry;
import org.stoa.irc.text.Nicks;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;

/// What Matrix users say to the bridge's own user: `nick`, `join`, `msg`.
final class Commands {

    private static final String HELP =
            """
            nick NETWORK NICK: be called so
            join NETWORK CHANNEL: be invited to the room of a channel
            msg NETWORK NICK: talk to somebody alone""";

    private final Parts parts;
    private final Map<String, Network> networks;

    Commands(Parts parts, Map<String, Network> networks) {
        this.parts = parts;
        this.networks = networks;
    }

    /// Does what the message says, and answers. In rooms with others nothing is said to anybody who said nothing to the bridge.
    void handle(RoomEvent event, Changes changes) {
        String body = event.content().string("body").orElse("").strip();
        Set<String> members = members(event.room());
        boolean alone = members.size() <= 2;
        boolean hears = members.contains(parts.service().bot().user().toString());
        if (!hears || (!alone && !body.startsWith("!"))) {
            return;
        }
        String[] words = (body.startsWith("!") ? body.substring(1) : body).split("\\s+", -1);
        String answer = answer(words, event.sender(), changes);
        parts.service()
                .bot()
                .sendNotice(event.room(), answer, TransactionId.of(event.id(), "answer"));
    }

    /// Returns who is in the room; nobody when the bridge's own user is not.
    private Set<String> members(RoomId room) {
        try {
            return parts.service().states().members(room, "join");
        } catch (HomeserverError e) {
            if (e.is(ErrorCode.FORBIDDEN)) {
                return Set.of();
            }
            throw e;
        }
    }

    private String answer(String[] words, UserId user, Changes changes) {
        Network network = words.length == 3 ? networks.get(words[1]) : null;
        if (network == null) {
            return HELP + "\nNetworks: " + String.join(", ", networks.keySet());
        }
        return switch (words[0]) {
            case "nick" -> nick(network, user, words[2], changes);
            case "join" -> join(network, user, words[2]);
            case "msg" -> talk(network, user, words[2]);
            default -> HELP;
        };
    }

    private static String nick(Network network, UserId user, String wanted, Changes changes) {
        String nick = Nicks.legal(wanted);
        network.puppets().choose(user, nick, changes);
        if (network.puppets().existing(user).isPresent()) {
            Entry entry = new Entry(Entry.Kind.LINE, "", "NICK " + nick, "");
            network.puppets().add(user, List.of(entry), changes);
        }
        return "You will be called " + nick + " unless somebody else is.";
    }

    private String join(Network network, UserId user, String channel) {
        if (!network.open(channel)) {
            return "There is no way into " + channel + ".";
        }
        Optional<RoomId> room = parts.portals().room(network.portal(channel));
        room.ifPresent(found -> parts.service().bot().invite(found, user));
        return room.isPresent() ? "You are invited." : "There is no room for " + channel + ".";
    }

    private String talk(Network network, UserId user, String nick) {
        Chat chat = new Chat(network.name(), nick, user);
        if (parts.chats().room(chat).isPresent()) {
            return "You have a room with " + nick + " already.";
        }
        RoomId room =
                parts.ghosts()
                        .as(network.name(), nick)
                        .createRoom(
                                JsonObject.of(
                                        "preset",
                                        "trusted_private_chat",
                                        "is_direct",
                                        true,
                                        "invite",
                                        List.of(user.toString())));
        parts.chats().put(room, chat);
        return "You are invited.";
    }
}

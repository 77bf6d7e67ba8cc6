package org.stoa.irc.bridge;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoa.bridge.EventHandler;
import org.stoa.bridge.RoomEvent;
import org.stoa.bridge.intent.TransactionId;
import org.stoa.bridge.store.Changes;
import org.stoa.irc.bridge.DirectChats.Chat;
import org.stoa.irc.bridge.Portals.Portal;
import org.stoa.irc.queue.Entry;
import org.stoa.irc.text.IrcMessage;
import org.stoa.irc.text.Names.OnNetwork;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;

/// What happens on IRC because of what happened in rooms.
final class FromMatrix implements EventHandler {

    private final Parts parts;
    private final Map<String, Network> networks;
    private final Commands commands;

    FromMatrix(Parts parts, Map<String, Network> networks) {
        this.parts = parts;
        this.networks = networks;
        this.commands = new Commands(parts, networks);
    }

    @Override
    public void handle(RoomEvent event, Changes changes) {
        if (parts.ghosts().isOurs(event.sender())) {
            return;
        }
        if (event.type().equals(EventTypes.MEMBER)) {
            event.stateKey()
                    .flatMap(UserId::tryParse)
                    .ifPresent(user -> member(event, user, changes));
            return;
        }
        Optional<Portal> portal = parts.portals().of(event.room());
        if (portal.isPresent()) {
            inPortal(event, portal.orElseThrow(), changes);
        } else if (event.isMessage()) {
            parts.chats()
                    .of(event.room())
                    .ifPresentOrElse(
                            chat -> inChat(event, chat, changes),
                            () -> commands.handle(event, changes));
        }
    }

    private void member(RoomEvent event, UserId user, Changes changes) {
        if (parts.ghosts().isOurs(user)) {
            if (event.isMembership(user, "invite")) {
                invited(event, user);
            }
            return;
        }
        Optional<Portal> portal = parts.portals().of(event.room());
        if (portal.isEmpty()) {
            if (isGone(event, user)) {
                parts.chats()
                        .of(event.room())
                        .filter(chat -> chat.user().equals(user))
                        .ifPresent(_ -> parts.chats().remove(event.room()));
            }
            return;
        }
        String channel = portal.orElseThrow().channel();
        if (event.isMembership(user, "join")) {
            add(event, portal.orElseThrow(), user, List.of(Entry.join(channel)), changes);
        } else if (isGone(event, user)) {
            String reason = event.content().string("reason").orElse("Left");
            add(event, portal.orElseThrow(), user, List.of(Entry.part(channel, reason)), changes);
        }
    }

    private static boolean isGone(RoomEvent event, UserId user) {
        return event.isMembership(user, "leave") || event.isMembership(user, "ban");
    }

    /// The bridge's own user comes to hear commands, an IRC user to talk alone.
    private void invited(RoomEvent event, UserId user) {
        RoomId room = event.room();
        Optional<OnNetwork> ghost = parts.names().nick(user);
        if (ghost.isEmpty()) {
            parts.service().bot().join(room.text());
            return;
        }
        OnNetwork nick = ghost.orElseThrow();
        if (networks.containsKey(nick.network()) && parts.portals().of(room).isEmpty()) {
            parts.ghosts().as(nick.network(), nick.name()).join(room.text());
            parts.chats().put(room, new Chat(nick.network(), nick.name(), event.sender()));
        }
    }

    private void inPortal(RoomEvent event, Portal portal, Changes changes) {
        Network network = networks.get(portal.network());
        if (network == null) {
            return;
        }
        if (event.isMessage()) {
            int maxLines = network.settings().maxLines();
            add(
                    event,
                    portal,
                    event.sender(),
                    Messages.toIrc(event.content(), portal.channel(), true, maxLines),
                    changes);
        } else if (event.type().equals(EventTypes.TOPIC) && event.stateKey().isPresent()) {
            topic(event, portal, network, changes);
        } else if (event.type().equals(EventTypes.TOMBSTONE) && event.stateKey().isPresent()) {
            event.content()
                    .string("replacement_room")
                    .flatMap(RoomId::tryParse)
                    .ifPresent(room -> move(portal, room));
        }
    }

    private void topic(RoomEvent event, Portal portal, Network network, Changes changes) {
        String topic = event.content().string("topic").orElse("").replaceAll("\\s+", " ").strip();
        if (!topic.equals(network.members().topic(portal.channel()))) {
            String line = IrcMessage.line("TOPIC", portal.channel(), topic);
            Entry entry = new Entry(Entry.Kind.IN_CHANNEL, portal.channel(), line, "");
            add(event, portal, event.sender(), List.of(entry), changes);
        }
    }

    private void move(Portal portal, RoomId room) {
        parts.service().bot().join(room.text());
        parts.portals().put(portal, room);
    }

    private void inChat(RoomEvent event, Chat chat, Changes changes) {
        Network network = networks.get(chat.network());
        if (network == null || !event.sender().equals(chat.user())) {
            return;
        }
        int maxLines = network.settings().maxLines();
        List<Entry> lines = Messages.toIrc(event.content(), chat.nick(), false, maxLines);
        if (!network.puppets().add(event.sender(), lines, changes)) {
            parts.ghosts()
                    .as(chat.network(), chat.nick())
                    .sendNotice(
                            event.room(),
                            "Not delivered: too many users are connected to IRC",
                            TransactionId.of(event.id(), "full"));
        }
    }

    private void add(
            RoomEvent event, Portal portal, UserId user, List<Entry> entries, Changes changes) {
        Network network = networks.get(portal.network());
        if (network != null && !network.puppets().add(user, entries, changes)) {
            parts.service()
                    .bot()
                    .sendNotice(
                            event.room(),
                            user + ": not delivered, too many users are connected to IRC",
                            TransactionId.of(event.id(), "full"));
        }
    }
}

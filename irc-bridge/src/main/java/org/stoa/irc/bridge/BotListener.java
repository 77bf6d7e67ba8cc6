package org.stoa.irc.bridge;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.irc.connection.IrcSession;
import org.stoa.irc.connection.SessionListener;
import org.stoa.irc.queue.Presence;
import org.stoa.irc.text.IrcMessage;
import org.stoa.protocol.id.UserId;

/// What the bridge's own connection hears in the channels.
final class BotListener implements SessionListener {

    private final Network network;
    private final RoomSide rooms;
    private @Nullable Presence presence;
    private String ownNick = "";

    BotListener(Network network, RoomSide rooms) {
        this.network = network;
        this.rooms = rooms;
    }

    void presence(Presence made) {
        presence = made;
    }

    @Override
    public void ready(IrcSession session) {
        network.members().forgetAll(session.limits().casing());
        if (presence != null) {
            presence.reconnected();
        }
        network.openConfigured();
    }

    @Override
    public void renamed(IrcSession session, String nick) {
        ownNick = nick;
    }

    @Override
    public void lost(IrcSession session, String reason) {}

    @Override
    public void heard(IrcSession session, IrcMessage message) {
        String channel = message.parameter(0);
        switch (message.command()) {
            case "PRIVMSG", "NOTICE" -> said(session, message);
            case "JOIN" -> joined(channel, message.nick());
            case "PART" -> left(channel, message.nick(), message.parameter(1));
            case "QUIT" -> quit(message.nick(), message.last());
            case "KICK" -> kicked(channel, message);
            case "NICK" -> renamed(message.nick(), message.last());
            case "TOPIC" -> topic(channel, message.last());
            case "332" -> topic(message.parameter(1), message.last());
            case "353" -> network.members().names(message.parameter(2), message.last());
            case "366" -> names(message.parameter(1));
            default -> {}
        }
    }

    private void said(IrcSession session, IrcMessage message) {
        String nick = message.nick();
        String channel = message.parameter(0);
        if (!message.isFromUser() || isOwn(nick)) {
            return;
        }
        if (isOwn(channel)) {
            Questions.answer(session, message);
            return;
        }
        if (network.ownNicks().isOwn(lower(nick))) {
            network.ownNicks()
                    .user(lower(nick))
                    .ifPresent(user -> network.puppets().delivered(user, channel, message.last()));
            return;
        }
        Messages.fromIrc(message.command(), message.last())
                .ifPresent(content -> rooms.said(network.portal(channel), nick, content));
    }

    private void joined(String channel, String nick) {
        network.members().join(channel, nick);
        if (isIrcUser(nick)) {
            rooms.joined(network.portal(channel), nick);
        }
    }

    private void left(String channel, String nick, String reason) {
        network.members().leave(channel, nick);
        if (isIrcUser(nick)) {
            rooms.left(network.portal(channel), nick, reason);
        }
    }

    private void quit(String nick, String reason) {
        List<String> channels = network.members().quit(nick);
        if (isIrcUser(nick)) {
            channels.forEach(channel -> rooms.left(network.portal(channel), nick, reason));
        }
        network.ownNicks().gone(lower(nick));
    }

    private void kicked(String channel, IrcMessage message) {
        String nick = message.parameter(1);
        String reason = "Kicked by " + message.nick() + ": " + message.last();
        if (isOwn(nick)) {
            rooms.closed(network.portal(channel), reason);
            network.rejoin(network.portal(channel).channel());
            return;
        }
        network.members().leave(channel, nick);
        network.ownNicks()
                .user(lower(nick))
                .ifPresentOrElse(
                        user -> removed(channel, user, reason),
                        () -> {
                            if (isIrcUser(nick)) {
                                rooms.left(network.portal(channel), nick, reason);
                            }
                        });
    }

    private void removed(String channel, UserId user, String reason) {
        network.puppets().existing(user).ifPresent(puppet -> puppet.unwant(lower(channel)));
        rooms.remove(network.portal(channel), user, reason);
    }

    private void renamed(String before, String now) {
        for (String channel : network.members().quit(before)) {
            network.members().join(channel, now);
            if (isIrcUser(before)) {
                rooms.left(network.portal(channel), before, "Is " + now + " now");
            }
            if (isIrcUser(now)) {
                rooms.joined(network.portal(channel), now);
            }
        }
        network.ownNicks().gone(lower(before));
    }

    private void topic(String channel, String topic) {
        network.members().topic(channel, topic);
        rooms.topic(network.portal(channel));
    }

    private void names(String channel) {
        network.members().namesEnd(channel);
        rooms.reconcile(network.portal(channel));
    }

    private boolean isIrcUser(String nick) {
        return !isOwn(nick) && !network.ownNicks().isOwn(lower(nick));
    }

    private boolean isOwn(String nick) {
        return lower(nick).equals(lower(ownNick));
    }

    private String lower(String text) {
        return network.members().lower(text);
    }
}

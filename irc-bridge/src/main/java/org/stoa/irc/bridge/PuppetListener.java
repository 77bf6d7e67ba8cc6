package org.stoa.irc.bridge;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.irc.bridge.DirectChats.Chat;
import org.stoa.irc.connection.IrcSession;
import org.stoa.irc.connection.SessionListener;
import org.stoa.irc.queue.Presence;
import org.stoa.irc.queue.ToMatrix.Said;
import org.stoa.irc.text.IrcMessage;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;

/// What a Matrix user's connection hears: private messages, and what the server refuses.
final class PuppetListener implements SessionListener {

    private final Network network;
    private final Parts parts;
    private final RoomSide rooms;
    private final UserId user;
    private @Nullable Presence presence;

    PuppetListener(Network network, Parts parts, RoomSide rooms, UserId user) {
        this.network = network;
        this.parts = parts;
        this.rooms = rooms;
        this.user = user;
    }

    void presence(Presence made) {
        presence = made;
    }

    @Override
    public void ready(IrcSession session) {
        if (presence != null) {
            presence.reconnected();
        }
    }

    @Override
    public void renamed(IrcSession session, String nick) {
        network.ownNicks().set(user, network.members().lower(nick));
    }

    @Override
    public void lost(IrcSession session, String reason) {
        network.ownNicks().lost(user);
    }

    @Override
    public void heard(IrcSession session, IrcMessage message) {
        switch (message.command()) {
            case "PRIVMSG", "NOTICE" -> said(session, message);
            case "401" -> unknownNick(message.parameter(1), message.last());
            case "404", "442", "482" ->
                    rooms.notice(
                            network.portal(message.parameter(1)),
                            user + ": IRC refused it: " + message.last());
            case "432", "433" ->
                    parts.lanes()
                            .add(
                                    network.name() + " " + user,
                                    () -> rooms.tell(user, message.last()));
            default -> {}
        }
    }

    private void said(IrcSession session, IrcMessage message) {
        boolean isPrivate =
                network.members()
                        .lower(message.parameter(0))
                        .equals(network.members().lower(session.nick()));
        String nick = message.nick();
        if (!isPrivate
                || !message.isFromUser()
                || network.ownNicks().isOwn(network.members().lower(nick))) {
            return;
        }
        Optional<JsonObject> content = Messages.fromIrc(message.command(), message.last());
        if (content.isEmpty()) {
            Questions.answer(session, message);
            return;
        }
        Chat chat = new Chat(network.name(), nick, user);
        parts.toMatrix()
                .add(
                        new Said(
                                chat.lane(),
                                network.name(),
                                nick,
                                user.toString(),
                                content.orElseThrow()));
    }

    private void unknownNick(String nick, String reason) {
        Chat chat = new Chat(network.name(), nick, user);
        parts.lanes().add(chat.lane(), () -> rooms.notDelivered(chat, reason));
    }
}

package org.stoa.irc.bridge;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.bridge.client.Backoff;
import org.stoa.bridge.client.HomeserverError;
import org.stoa.bridge.intent.Intent;
import org.stoa.bridge.intent.TransactionId;
import org.stoa.irc.bridge.DirectChats.Chat;
import org.stoa.irc.bridge.Portals.Portal;
import org.stoa.irc.queue.ToMatrix.Said;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

/// What happens in rooms because of what happened on a network. Each room has a lane, so that it happens in order and nobody
/// waits for it.
final class RoomSide {

    private static final Logger log = LoggerFactory.getLogger(RoomSide.class);

    private final Network network;
    private final Parts parts;

    RoomSide(Network network, Parts parts) {
        this.network = network;
        this.parts = parts;
    }

    /// Makes the room of a channel, if it has none. Its topic is set by who may on IRC.
    synchronized void make(Portal portal) {
        if (parts.portals().room(portal).isPresent()) {
            return;
        }
        Intent bot = parts.service().bot().with(Backoff.BRIEF);
        var alias = parts.names().alias(portal.network(), portal.channel());
        JsonObject body =
                JsonObject.builder()
                        .put("preset", "public_chat")
                        .put("room_alias_name", alias.localpart())
                        .put("name", portal.channel())
                        .put(
                                "power_level_content_override",
                                Json.of(
                                        JsonObject.of(
                                                "events", JsonObject.of(EventTypes.TOPIC, 0))))
                        .build();
        RoomId room;
        try {
            room = bot.createRoom(body);
        } catch (HomeserverError e) {
            if (!e.is(ErrorCode.ROOM_IN_USE)) {
                throw e;
            }
            // It was made before, and the answer was lost.
            room = bot.resolve(alias).orElseThrow(() -> e);
        }
        parts.portals().put(portal, room);
    }

    void said(Portal portal, String nick, JsonObject content) {
        if (parts.portals().room(portal).isPresent()) {
            parts.toMatrix()
                    .add(
                            new Said(
                                    portal.lane(),
                                    portal.network(),
                                    nick,
                                    portal.channel(),
                                    content));
        }
    }

    void joined(Portal portal, String nick) {
        inRoom(portal, room -> parts.ghosts().as(network.name(), nick).ensureJoined(room));
    }

    void left(Portal portal, String nick, String reason) {
        inRoom(portal, room -> parts.ghosts().as(network.name(), nick).leave(room, reason));
    }

    void topic(Portal portal) {
        inRoom(
                portal,
                room -> {
                    String topic = network.members().topic(portal.channel());
                    JsonObject content = JsonObject.of("topic", topic);
                    String before =
                            parts.service()
                                    .states()
                                    .content(room, EventTypes.TOPIC, "")
                                    .flatMap(state -> state.string("topic"))
                                    .orElse("");
                    if (!topic.equals(before)) {
                        parts.service().bot().sendState(room, EventTypes.TOPIC, "", content);
                    }
                });
    }

    /// Lets those be in the room who are in the channel, and the other way round.
    void reconcile(Portal portal) {
        inRoom(
                portal,
                room -> {
                    Set<String> here = parts.service().states().members(room, "join");
                    List<String> nicks =
                            network.members().of(portal.channel()).stream()
                                    .filter(nick -> !isOwn(nick))
                                    .toList();
                    Set<String> there =
                            nicks.stream()
                                    .map(nick -> ghost(nick).toString())
                                    .collect(Collectors.toCollection(TreeSet::new));
                    for (String nick : nicks) {
                        if (!here.contains(ghost(nick).toString())) {
                            parts.ghosts().as(network.name(), nick).ensureJoined(room);
                        }
                    }
                    here.stream()
                            .flatMap(id -> UserId.tryParse(id).stream())
                            .forEach(user -> place(room, portal, user, there));
                });
    }

    private void place(RoomId room, Portal portal, UserId user, Set<String> there) {
        if (parts.names().nick(user).isPresent()) {
            if (!there.contains(user.toString())) {
                parts.service().as(user).leave(room, "");
            }
        } else if (!parts.ghosts().isOurs(user)) {
            network.puppets().want(user, portal.channel());
        }
    }

    /// Removes a Matrix user who may not be in the channel.
    void remove(Portal portal, UserId user, String reason) {
        inRoom(
                portal,
                room -> {
                    boolean inside =
                            parts.service()
                                    .states()
                                    .members(room, "join")
                                    .contains(user.toString());
                    if (inside) {
                        parts.service().bot().kick(room, user, "IRC: " + reason);
                    }
                });
    }

    /// The bridge itself may not be in the channel.
    void closed(Portal portal, String reason) {
        log.warn("Not in {} on {}: {}", portal.channel(), portal.network(), reason);
        notice(portal, "The bridge is not in the channel: " + reason);
    }

    /// Tells the room something.
    void notice(Portal portal, String text) {
        inRoom(
                portal,
                room -> parts.service().bot().sendNotice(room, text, TransactionId.random()));
    }

    /// Tells a user that an IRC user did not get what was said.
    void notDelivered(Chat chat, String reason) {
        Optional<RoomId> room = parts.chats().room(chat);
        if (room.isPresent()) {
            parts.ghosts()
                    .as(chat.network(), chat.nick())
                    .sendNotice(
                            room.orElseThrow(), "Not delivered: " + reason, TransactionId.random());
        }
    }

    /// Tells a user something in the room of a channel that they are in.
    void tell(UserId user, String text) {
        parts.portals().of(network.name()).stream()
                .flatMap(portal -> parts.portals().room(portal).stream())
                .filter(
                        room ->
                                parts.service()
                                        .states()
                                        .members(room, "join")
                                        .contains(user.toString()))
                .findFirst()
                .ifPresent(
                        room ->
                                parts.service()
                                        .bot()
                                        .sendNotice(
                                                room, user + ": " + text, TransactionId.random()));
    }

    /// Something to do in a room.
    @FunctionalInterface
    private interface InRoom {
        void act(RoomId room);
    }

    private void inRoom(Portal portal, InRoom action) {
        if (parts.portals().room(portal).isPresent()) {
            parts.lanes()
                    .add(portal.lane(), () -> parts.portals().room(portal).ifPresent(action::act));
        }
    }

    private UserId ghost(String nick) {
        return parts.names().ghost(network.name(), nick);
    }

    private boolean isOwn(String nick) {
        String lower = network.members().lower(nick);
        return network.ownNicks().isOwn(lower) || network.isBot(lower);
    }
}

package org.stoa.irc.bridge;

import java.time.Duration;
import java.util.Optional;
import org.stoa.irc.bridge.Portals.Portal;
import org.stoa.irc.config.NetworkSettings;
import org.stoa.irc.connection.Identity;
import org.stoa.irc.connection.IrcSession;
import org.stoa.irc.connection.Lost;
import org.stoa.irc.queue.Presence;
import org.stoa.irc.text.Names;
import org.stoa.protocol.id.UserId;

/// One IRC network: the bridge's own connection, which listens in the channels, and those of Matrix users.
final class Network {

    /// Somebody waits who wants to join a room that is not there yet.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Who was removed from a channel does not come back at once.
    private static final Duration BEFORE_REJOIN = Duration.ofSeconds(30);

    private final NetworkSettings settings;
    private final Parts parts;
    private final OwnNicks ownNicks;
    private final ChannelMembers members = new ChannelMembers();
    private final RoomSide roomSide;
    private final Presence bot;
    private final Puppets puppets;

    Network(NetworkSettings settings, Parts parts) {
        this.settings = settings;
        this.parts = parts;
        this.ownNicks = new OwnNicks(parts.service().journal(), settings.name());
        this.roomSide = new RoomSide(this, parts);
        this.bot = bot();
        this.puppets =
                new Puppets(
                        settings.name(),
                        parts.service().journal(),
                        settings.nick(),
                        settings.maxConnections(),
                        this::puppet);
    }

    NetworkSettings settings() {
        return settings;
    }

    String name() {
        return settings.name();
    }

    Puppets puppets() {
        return puppets;
    }

    OwnNicks ownNicks() {
        return ownNicks;
    }

    ChannelMembers members() {
        return members;
    }

    /// Connects, and joins the channels that have rooms.
    void start() {
        bot.connect();
        parts.portals().of(name()).forEach(portal -> bot.want(portal.channel()));
        puppets.resume();
    }

    /// Makes the rooms of the configuration that are not there.
    void openConfigured() {
        for (String channel : settings.channels()) {
            Portal portal = portal(channel);
            if (parts.portals().room(portal).isEmpty()) {
                parts.lanes().add(portal.lane(), () -> open(channel));
            }
        }
    }

    /// Joins the channel again after a while, from which the bridge was removed.
    void rejoin(String channel) {
        Thread.startVirtualThread(
                () -> {
                    try {
                        parts.pauses().pause(BEFORE_REJOIN);
                        bot.want(channel);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    void close() {
        puppets.close();
        bot.close();
    }

    /// Joins the channel and makes its room, if it has none.
    ///
    /// @return whether there is such a channel, and a room for it
    boolean open(String channel) {
        if (!Names.isChannel(channel)) {
            return false;
        }
        try {
            if (!bot.session().awaitReady(PATIENCE)) {
                return false;
            }
            Optional<String> refused = bot.session().join(channel, bot.session().connection());
            if (refused.isPresent()) {
                return false;
            }
        } catch (Lost e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        Portal portal = new Portal(name(), members.lower(channel));
        roomSide.make(portal);
        bot.want(portal.channel());
        roomSide.reconcile(portal);
        return true;
    }

    /// Returns the channel in small letters, as this network has them.
    Portal portal(String channel) {
        return new Portal(name(), members.lower(channel));
    }

    /// Whether the nick, in small letters, is that of the bridge itself.
    boolean isBot(String nick) {
        return nick.equals(members.lower(bot.session().nick()));
    }

    private Presence bot() {
        Identity identity = new Identity(settings.botNick(), "stoa", "Matrix bridge");
        BotListener listener = new BotListener(this, roomSide);
        IrcSession session = new IrcSession(settings, identity, listener, parts.pauses());
        Presence presence =
                new Presence(
                        session,
                        parts.service().journal(),
                        (channel, reason) -> roomSide.closed(portal(channel), reason),
                        () -> true);
        listener.presence(presence);
        return presence;
    }

    private Presence puppet(UserId user, Identity identity) {
        PuppetListener listener = new PuppetListener(this, parts, roomSide, user);
        IrcSession session = new IrcSession(settings, identity, listener, parts.pauses());
        Presence presence =
                new Presence(
                        session,
                        parts.service().journal(),
                        (channel, reason) -> roomSide.remove(portal(channel), user, reason),
                        () -> parts.chats().has(name(), user));
        listener.presence(presence);
        return presence;
    }
}

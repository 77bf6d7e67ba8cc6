package org.stoa.bridge.intent;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.stoa.bridge.RoomEvent;
import org.stoa.bridge.client.Backoff;
import org.stoa.bridge.client.Homeserver;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.UserId;

/// What the users of an application service have in common. Safe for use by several threads.
public final class Service {

    private final Homeserver homeserver;
    private final UserId bot;
    private final Set<UserId> registered;
    private final Memberships memberships;
    private final RoomStates states;

    /// @param bot the service's own user, which exists without being registered
    public Service(Homeserver homeserver, UserId bot) {
        this(
                homeserver,
                bot,
                ConcurrentHashMap.newKeySet(),
                new Memberships(),
                new RoomStates(homeserver));
        registered.add(bot);
    }

    private Service(
            Homeserver homeserver,
            UserId bot,
            Set<UserId> registered,
            Memberships memberships,
            RoomStates states) {
        this.homeserver = homeserver;
        this.bot = bot;
        this.registered = registered;
        this.memberships = memberships;
        this.states = states;
    }

    /// Returns what is done as that user, one of the service's.
    public Intent as(UserId user) {
        return new Intent(this, user);
    }

    /// Returns the state of rooms.
    public RoomStates states() {
        return states;
    }

    /// Takes what an event tells about rooms and members. Called for each, in order, before anybody else hears of it.
    public void update(RoomEvent event) {
        states.update(event);
        if (event.type().equals(EventTypes.MEMBER)) {
            event.stateKey()
                    .flatMap(UserId::tryParse)
                    .filter(registered::contains)
                    .ifPresent(
                            user ->
                                    memberships.set(
                                            event.room(), user, event.isMembership(user, "join")));
        }
    }

    Service with(Backoff backoff) {
        return new Service(homeserver.with(backoff), bot, registered, memberships, states);
    }

    Homeserver homeserver() {
        return homeserver;
    }

    UserId bot() {
        return bot;
    }

    Memberships memberships() {
        return memberships;
    }

    boolean isRegistered(UserId user) {
        return registered.contains(user);
    }

    void registered(UserId user) {
        registered.add(user);
    }
}

package org.stoa.irc.bridge;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.stoa.bridge.store.Changes;
import org.stoa.bridge.store.Journal;
import org.stoa.irc.connection.Identity;
import org.stoa.irc.queue.Entry;
import org.stoa.irc.queue.Numbers;
import org.stoa.irc.queue.Presence;
import org.stoa.irc.text.Nicks;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonNull;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

/// The connections of Matrix users to one network. Safe for use by several threads.
final class Puppets {

    private static final int MAX_USER_NAME = 9;

    private final String queue;
    private final String chosenNicks;
    private final Journal journal;
    private final Numbers numbers;
    private final Maker maker;
    private final int maxConnections;
    private final String template;
    private final Map<UserId, Presence> presences = new HashMap<>();
    private boolean closed;

    /// Makes the connection of a user, not started.
    @FunctionalInterface
    interface Maker {
        Presence make(UserId user, Identity identity);
    }

    /// @param template what users are called, with `{localpart}`
    Puppets(String network, Journal journal, String template, int maxConnections, Maker maker) {
        this.queue = "irc/" + network + "/";
        this.chosenNicks = "chosen/" + network + "/";
        this.journal = journal;
        this.numbers = new Numbers(journal, queue);
        this.template = template;
        this.maxConnections = maxConnections;
        this.maker = maker;
    }

    /// Goes on with what was left when the bridge stopped.
    void resume() {
        for (Map.Entry<String, Json> entry : journal.under(queue).entrySet()) {
            if (entry.getValue() instanceof JsonObject json) {
                UserId user = UserId.parse(json.string("user").orElseThrow());
                add(user, entry.getKey(), Entry.of(json));
            }
        }
    }

    /// Lets the user do this on IRC, after all that was added before; it is durable with the changes, and begins then.
    ///
    /// @return false when there are too many connections
    boolean add(UserId user, List<Entry> entries, Changes changes) {
        if (presence(user).isEmpty()) {
            return false;
        }
        for (Entry entry : entries) {
            String key = numbers.key(queue);
            changes.put(key, entry.toJson().with("user", Json.of(user.toString())));
            changes.afterwards(() -> add(user, key, entry));
        }
        return true;
    }

    /// Wants the user to be in the channel.
    void want(UserId user, String channel) {
        Optional<Presence> presence = presence(user);
        if (presence.isPresent() && !presence.orElseThrow().want(channel)) {
            presence(user).ifPresent(another -> another.want(channel));
        }
    }

    /// Somebody was seen to receive what the user said.
    void delivered(UserId user, String channel, String text) {
        Presence presence;
        synchronized (this) {
            presence = presences.get(user);
        }
        if (presence != null) {
            presence.delivered(channel, text);
        }
    }

    /// Returns the connection of the user, if there is one.
    synchronized Optional<Presence> existing(UserId user) {
        return Optional.ofNullable(presences.get(user));
    }

    /// Remembers the nick that the user chose.
    void choose(UserId user, String nick, Changes changes) {
        changes.put(chosenNicks + user, new JsonString(nick));
    }

    /// Closes all connections, side by side.
    void close() {
        List<Presence> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(presences.values());
        }
        List<Thread> closing = open.stream().map(p -> Thread.startVirtualThread(p::close)).toList();
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void add(UserId user, String key, Entry entry) {
        Optional<Presence> presence = presence(user);
        if (presence.isPresent() && !presence.orElseThrow().add(key, entry)) {
            presence(user).ifPresent(another -> another.add(key, entry));
        }
    }

    private synchronized Optional<Presence> presence(UserId user) {
        Presence presence = presences.get(user);
        if (presence != null && !presence.isClosed()) {
            return Optional.of(presence);
        }
        presences.values().removeIf(Presence::isClosed);
        if (closed || presences.size() >= maxConnections) {
            return Optional.empty();
        }
        Presence made = maker.make(user, identity(user));
        presences.put(user, made);
        return Optional.of(made);
    }

    private Identity identity(UserId user) {
        String nick =
                journal.get(chosenNicks + user).orElse(JsonNull.NULL)
                                instanceof JsonString(String chosen)
                        ? chosen
                        : Nicks.of(template, user.localpart());
        String name = user.localpart().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        String shortened =
                name.isEmpty()
                        ? "matrix"
                        : name.substring(0, Math.min(name.length(), MAX_USER_NAME));
        return new Identity(nick, shortened, user.toString());
    }
}

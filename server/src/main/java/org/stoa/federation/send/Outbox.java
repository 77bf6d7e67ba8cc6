package org.stoa.federation.send;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.stoa.platform.Platform;
import org.stoa.platform.Time;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.RemoteServers;
import org.stoa.storage.Names;
import org.stoa.storage.federation.DestinationRepository.Told;

/// The servers that are being told something, or that are behind; all others take no memory. Thread-safe.
final class Outbox {
    private final Names names;
    private final RemoteServers servers;
    private final Time time;
    private final String run;
    private final AtomicLong transactions = new AtomicLong();
    private final ConcurrentMap<Long, Destination> destinations = new ConcurrentHashMap<>();
    private volatile Consumer<Destination> starter = destination -> {};

    Outbox(Names names, RemoteServers servers, Platform platform) {
        this.names = names;
        this.servers = servers;
        this.time = platform.time();
        // No two runs of this server give the same ids.
        this.run =
                Long.toString(platform.time().millis(), Character.MAX_RADIX)
                        + platform.randomness().opaque(6);
    }

    /// Says who starts a thread for a destination.
    void starter(Consumer<Destination> other) {
        starter = other;
    }

    /// Takes over how a server stood when the process before ended.
    void restore(Told told, long cursor) {
        ServerName server = ServerName.parse(told.server());
        long nid = names.server(server);
        destinations.put(
                nid,
                Destination.stored(
                        nid,
                        server,
                        this::nextId,
                        told.sentPos(),
                        told.behind(),
                        cursor,
                        time.nanoTime()));
    }

    /// Whether the operator lets a server be told anything.
    boolean allows(long server) {
        return servers.allows(names.serverName(server));
    }

    /// Has a server told of an event that follows all that came before.
    void offer(long server, Item item) {
        change(server, destination -> destination.offer(item, time.nanoTime()));
    }

    /// Has a server told of something that is not stored.
    void offer(long server, EduKey key, JsonObject content, boolean atOnce) {
        if (!allows(server)) {
            return;
        }
        change(server, destination -> destination.offer(key, content, atOnce));
    }

    /// Under the lock of the entry, so that no destination is forgotten meanwhile.
    private void change(long server, Predicate<Destination> change) {
        ServerName name = names.serverName(server);
        boolean[] begins = new boolean[1];
        Destination changed =
                destinations.compute(
                        server,
                        (nid, known) -> {
                            Destination destination =
                                    known == null
                                            ? new Destination(nid, name, this::nextId)
                                            : known;
                            begins[0] = change.test(destination);
                            return destination;
                        });
        if (begins[0]) {
            starter.accept(changed);
        }
    }

    private String nextId() {
        return run + "." + transactions.incrementAndGet();
    }

    /// A server gave a sign of life: if it is behind, it is told what it missed.
    void alive(ServerName server) {
        if (!destinations.isEmpty()) {
            names.findServer(server).map(destinations::get).ifPresent(this::wake);
        }
    }

    private void wake(Destination destination) {
        if (destination.wake()) {
            starter.accept(destination);
        }
    }

    /// Looks at what time brings: servers to be tried again, those that are too slow, EDUs that have waited.
    void lookAtClock() {
        long now = time.nanoTime();
        for (Destination destination : destinations.values()) {
            destination.lookAtClock(now);
            if (destination.isDue(now) || destination.hasWaitingEdus()) {
                starter.accept(destination);
            }
        }
    }

    /// Lets go of those of whom nothing has to be remembered.
    void forgetIdle(long cursor) {
        for (long nid : List.copyOf(destinations.keySet())) {
            destinations.computeIfPresent(
                    nid,
                    (key, destination) -> destination.isForgettable(cursor) ? null : destination);
        }
    }

    /// All that are in memory.
    Collection<Destination> all() {
        return destinations.values();
    }
}

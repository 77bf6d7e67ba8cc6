package org.stoa.federation.send;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.ephemeral.EphemeralModule;
import org.stoa.federation.acl.RoomAcls;
import org.stoa.platform.Changes;
import org.stoa.platform.Metrics;
import org.stoa.platform.Platform;
import org.stoa.platform.Waiter;
import org.stoa.platform.Wake;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.RemoteServers;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.persist.NewestForOthers;
import org.stoa.rooms.receipts.Receipts;
import org.stoa.storage.Database;
import org.stoa.storage.Lane;

/// Tells other servers what happens here: a follower of the stream that reads each event once, and offers it to the servers
/// that are to hear of it. Thread-safe.
///
/// What was offered and not yet taken is read again after a restart, so that nothing is lost however the process ends; an
/// event may then come twice, which servers know by its id.
public final class FederationSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FederationSender.class);

    /// How often the clock is looked at, and progress is stored; also how late an event may be whose wake-up was lost.
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Database database;
    private final Platform platform;
    private final Changes changes;
    private final NewestForOthers newest;
    private final Outbox outbox;
    private final Audience audience;
    private final Sending sending;
    private final OutgoingEdus edus;
    private final Progress progress;
    private final LaggingServers lagging;
    private @Nullable Thread follower;
    private @Nullable Thread keeper;
    private volatile long reached;
    private volatile long lastEvent;
    private volatile boolean closed;

    /// Builds it; nothing is read or sent before it is started.
    public FederationSender(
            ServerName own,
            Database database,
            Platform platform,
            Changes changes,
            RemoteServers servers,
            RoomsModule rooms,
            RoomAcls acls,
            Receipts receipts,
            EphemeralModule ephemeral) {
        this.database = database;
        this.platform = platform;
        this.changes = changes;
        this.newest = rooms.newestForOthers();
        this.outbox = new Outbox(database.names(), servers, platform);
        this.audience = new Audience(database, rooms.rooms(), acls, own);
        this.edus =
                new OutgoingEdus(
                        database,
                        rooms.rooms(),
                        receipts,
                        ephemeral,
                        new RoomServers(rooms.rooms(), database.names(), acls, own),
                        outbox,
                        platform.time());
        this.progress = new Progress(database, outbox);
        this.sending =
                new Sending(
                        new Delivery(
                                database,
                                rooms.events(),
                                servers,
                                own,
                                platform.time(),
                                platform.metrics()),
                        new CatchUp(database, audience, () -> reached),
                        servers.destinations(),
                        platform.time());
        this.lagging = new LaggingServers(database, servers.destinations());
        measure(platform.metrics());
        outbox.starter(sending::start);
        servers.destinations().onAlive(outbox::alive);
    }

    private void measure(Metrics metrics) {
        metrics.gauge("stoa.federation.send.lag", this::lag);
        metrics.gauge("stoa.federation.send.destinations", this::inMemory);
        metrics.gauge(
                "stoa.federation.send.behind",
                () -> (double) outbox.all().stream().filter(Destination::isBehind).count());
        metrics.gauge(
                "stoa.federation.send.queued",
                () -> outbox.all().stream().mapToInt(Destination::queued).sum());
    }

    /// How many positions have not been looked at yet that concern others.
    private double lag() {
        return (double) Math.max(0, newest.position().value() - reached);
    }

    /// How many servers take memory: those that are being told something, or were a moment ago.
    int inMemory() {
        return outbox.all().size();
    }

    /// The servers that do not answer, or have not been told everything yet.
    public LaggingServers lagging() {
        return lagging;
    }

    /// Begins to follow.
    public void start() {
        reached = progress.load();
        follower = Thread.ofVirtual().name("federation-follower").start(this::follow);
        keeper = Thread.ofVirtual().name("federation-progress").start(this::keep);
        edus.start();
    }

    private void follow() {
        try (Waiter waiter = changes.registerFollower()) {
            Wake wake = Wake.TIMED_OUT;
            while (wake != Wake.SHUTDOWN && !closed) {
                try {
                    look(wake);
                } catch (RuntimeException e) {
                    if (!closed) {
                        LOG.error("federation: reading what is to be sent failed; tried again", e);
                    }
                }
                wake = waiter.await(TICK);
            }
        }
    }

    /// Most commits concern no other server; these are not asked the database for.
    private void look(Wake wake) {
        if (wake == Wake.TIMED_OUT || newest.position().value() > reached) {
            readOn(database.frontier().at(Lane.ONLY).value());
        }
    }

    private void readOn(long to) {
        while (reached < to && !closed) {
            Audience.Page page = audience.between(reached, to);
            for (Audience.Told told : page.events()) {
                offer(told);
                lastEvent = told.event().pos();
                reached = told.event().pos();
            }
            reached = page.upTo();
        }
    }

    private void offer(Audience.Told told) {
        for (long server : told.inRoom()) {
            offer(told, server, told.owed().contains(server));
        }
        for (long server : told.owed()) {
            if (!told.inRoom().contains(server)) {
                offer(told, server, true);
            }
        }
    }

    private void offer(Audience.Told told, long server, boolean owed) {
        if (audience.mayBeTold(server, told.event()) && outbox.allows(server)) {
            outbox.offer(server, new Item(told.event().event(), told.event().pos(), owed));
        }
    }

    private void keep() {
        while (!closed) {
            platform.time().park(this, TICK);
            try {
                outbox.lookAtClock();
                storeProgress();
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.error("federation: storing what was sent failed; tried again", e);
                }
            }
        }
    }

    private void storeProgress() {
        // Taken first: what is offered after that does not count as done.
        long upTo = reached;
        progress.store(upTo, Math.min(lastEvent, upTo));
    }

    /// Ends what runs and stores how far it came.
    @Override
    public void close() {
        closed = true;
        edus.close();
        if (follower != null) {
            follower.interrupt();
            end(follower);
        }
        end(keeper);
        sending.close();
        if (follower != null) {
            storeProgress();
        }
    }

    private static void end(@Nullable Thread thread) {
        if (thread == null) {
            return;
        }
        LockSupport.unpark(thread);
        try {
            var _ = thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

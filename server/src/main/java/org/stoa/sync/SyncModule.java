package org.stoa.sync;

import java.util.List;
import org.stoa.accounts.data.Filters;
import org.stoa.ephemeral.EphemeralModule;
import org.stoa.http.Endpoint;
import org.stoa.platform.Changes;
import org.stoa.platform.Platform;
import org.stoa.platform.Randomness;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.receipts.UnreadCounts;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.SyncRepository;
import org.stoa.sync.endpoint.GetEventById;
import org.stoa.sync.endpoint.GetInitialSync;
import org.stoa.sync.endpoint.GetRoomInitialSync;
import org.stoa.sync.endpoint.PollEvents;
import org.stoa.sync.endpoint.PollSync;
import org.stoa.sync.filter.SyncFilters;
import org.stoa.sync.old.OldSync;
import org.stoa.sync.online.LongPoll;
import org.stoa.sync.online.News;
import org.stoa.sync.online.OnlineUsers;
import org.stoa.sync.online.PresenceNews;
import org.stoa.sync.online.PresenceWakes;
import org.stoa.sync.v3.Sync;
import org.stoa.sync.v3.SyncSections;

/// Wires /sync and the calls from before it.
public final class SyncModule implements AutoCloseable {
    /// Short enough for tokens, and too many to meet one twice.
    private static final long MAX_NUMBER = 1L << 31;

    private final PresenceWakes wakes;
    private final List<Endpoint> endpoints;

    /// Builds it, and begins to wake who waits for presence.
    ///
    /// @param online who is online; it must hear of the commits of the database, beside `changes`
    public SyncModule(
            Platform platform,
            Database database,
            Changes changes,
            OnlineUsers online,
            Filters filters,
            RoomsModule rooms,
            UnreadCounts counts,
            EphemeralModule ephemeral) {
        SyncTokens tokens = tokens(platform.randomness(), database);
        News news = new News(database, changes, online, ephemeral.typing(), ephemeral.counter());
        PresenceNews presence =
                new PresenceNews(
                        ephemeral.presence(),
                        database,
                        online,
                        platform.time(),
                        ephemeral.config().maxRoomMembers());
        wakes = new PresenceWakes(platform, changes, presence);
        ephemeral.presence().listen(wakes);
        LongPoll longPoll = new LongPoll(platform.time(), changes, online);
        Sync sync =
                SyncSections.build(
                        database,
                        rooms,
                        ephemeral.typing(),
                        counts,
                        online,
                        longPoll,
                        news,
                        presence,
                        tokens);
        OldSync old =
                OldSync.build(
                        database,
                        rooms,
                        ephemeral.typing(),
                        ephemeral.presence(),
                        presence,
                        changes,
                        online,
                        longPoll,
                        news,
                        tokens);
        ephemeral.typing().listen(changes::wakeRoom);
        platform.metrics().gauge("stoa.sync.online", online::size);
        platform.metrics().gauge("stoa.sync.waiting", changes::waiting);
        this.endpoints =
                List.of(
                        new PollSync(sync, new SyncFilters(filters), ephemeral.presence()),
                        new PollEvents(old.stream(), rooms.rooms(), ephemeral.presence()),
                        new GetInitialSync(old.initialSync()),
                        new GetRoomInitialSync(old.initialSync(), rooms.rooms()),
                        new GetEventById(old.event()));
    }

    /// The tokens of this process, in the generation that the database is of.
    private static SyncTokens tokens(Randomness randomness, Database database) {
        long boot = 1 + randomness.below(MAX_NUMBER);
        long fresh = 1 + randomness.below(MAX_NUMBER);
        SyncRepository repository = new SyncRepository();
        long generation = database.write(tx -> repository.generation(tx, fresh));
        return new SyncTokens(boot, generation);
    }

    /// What clients may call.
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    @Override
    public void close() {
        wakes.close();
    }
}

package org.stoa.federation.fetch;

import java.util.function.BiFunction;
import org.stoa.federation.pdu.PduReader;
import org.stoa.platform.Parallel;
import org.stoa.platform.Platform;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.RemoteServers;
import org.stoa.rooms.RoomsModule;
import org.stoa.storage.Database;

/// Wires what asks other servers for events.
///
/// @param peers whom to ask
/// @param events single events
/// @param missing events between others
/// @param originals events from the servers that made them
/// @param auths auth chains
/// @param states states before events
/// @param wholeStates states of rooms that were entered without them
/// @param parallel what single events are fetched on
public record FetchModule(
        RoomPeers peers,
        EventFetcher events,
        MissingEvents missing,
        Originals originals,
        AuthFetcher auths,
        StateFetcher states,
        WholeStates wholeStates,
        Parallel parallel)
        implements AutoCloseable {
    /// Requests for single events at once, of all rooms together.
    private static final int AT_ONCE = 32;

    /// Builds it.
    public static FetchModule of(
            ServerName ownName,
            Database database,
            Platform platform,
            RemoteServers servers,
            RoomsModule rooms,
            PduReader pdus) {
        StoredIds stored = new StoredIds(database, rooms.events());
        Parallel parallel = new Parallel("fetch-events", AT_ONCE);
        EventFetcher events = new EventFetcher(servers, pdus, parallel);
        Originals originals = new Originals(events, stored, parallel);
        StateBounds ofGaps = new GapBounds(platform.time());
        AuthFetcher auths =
                new AuthFetcher(servers, pdus, rooms.receive().outliers(), stored, ofGaps);
        BiFunction<PduReader, StateBounds, StateFetcher> states =
                (reader, bounds) ->
                        new StateFetcher(
                                servers,
                                reader,
                                events,
                                auths,
                                stored,
                                rooms.events(),
                                database.names(),
                                platform.time(),
                                bounds);
        return new FetchModule(
                new RoomPeers(ownName, database.names(), servers, platform.randomness()),
                events,
                new MissingEvents(servers, pdus, stored, originals),
                originals,
                auths,
                states.apply(pdus, ofGaps),
                new WholeStates(
                        states.apply(pdus.forWholeStates(), StateBounds.OF_AN_ENTRY),
                        events,
                        auths,
                        stored),
                parallel);
    }

    @Override
    public void close() {
        parallel.close();
    }
}

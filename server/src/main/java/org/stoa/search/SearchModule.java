package org.stoa.search;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.http.Endpoint;
import org.stoa.platform.Platform;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.read.RoomReading;
import org.stoa.search.endpoint.SearchEvents;
import org.stoa.storage.Database;

/// Wires the search of events. Without a folder for the index there is no such endpoint: it answers M_UNRECOGNIZED.
public final class SearchModule implements AutoCloseable {
    private final @Nullable SearchFollower follower;
    private final List<Endpoint> endpoints;

    /// Builds everything over the rooms; nothing runs by itself.
    public SearchModule(
            SearchConfig config, Database database, RoomsModule rooms, Platform platform) {
        Path folder = config.folder();
        if (folder == null) {
            follower = null;
            endpoints = List.of();
            return;
        }
        SearchFollower following =
                new SearchFollower(
                        folder, database, new LogReader(database, rooms.events()), platform);
        follower = following;
        RoomReading reading =
                new RoomReading(
                        database,
                        rooms.access(),
                        rooms.whole(),
                        rooms.events(),
                        rooms.visibility(),
                        rooms.clientEvents(),
                        rooms.bundledEvents());
        endpoints = List.of(new SearchEvents(new EventSearch(following, database, rooms), reading));
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /// Begins the work that goes on by itself.
    public void start() {
        if (follower != null) {
            follower.start();
        }
    }

    @Override
    public void close() {
        if (follower != null) {
            follower.close();
        }
    }
}

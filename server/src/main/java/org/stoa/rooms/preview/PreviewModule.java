package org.stoa.rooms.preview;

import java.util.List;
import org.stoa.http.Endpoint;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.alias.RemoteAliases;
import org.stoa.rooms.endpoint.GetHierarchy;
import org.stoa.rooms.endpoint.GetMutualRooms;
import org.stoa.rooms.endpoint.GetRoomSummary;
import org.stoa.rooms.endpoint.RoomFinder;
import org.stoa.rooms.hierarchy.RemoteSpaces;
import org.stoa.rooms.hierarchy.SpaceHierarchy;
import org.stoa.rooms.membership.RestrictedJoins;
import org.stoa.storage.Database;

/// Wires what may be known of rooms from outside: summaries, spaces, rooms shared with somebody.
public final class PreviewModule {
    private final RoomSummaries summaries;
    private final SpaceHierarchy hierarchy;
    private final List<Endpoint> endpoints;

    /// Builds everything over the rooms.
    public PreviewModule(
            Database database,
            RoomsModule rooms,
            RestrictedJoins restrictedJoins,
            RemoteSpaces elsewhere,
            RemoteAliases aliases) {
        summaries = new RoomSummaries(rooms.events(), database.names());
        PreviewAccess access = new PreviewAccess(summaries, restrictedJoins);
        hierarchy =
                new SpaceHierarchy(
                        rooms.rooms(), rooms.events(), database, summaries, access, elsewhere);
        endpoints =
                List.of(
                        new GetRoomSummary(
                                new RoomFinder(rooms.rooms(), rooms.aliases()),
                                summaries,
                                access,
                                elsewhere,
                                aliases),
                        new GetHierarchy(hierarchy),
                        new GetMutualRooms(new MutualRooms(database, rooms.rooms())));
    }

    /// Writes summaries.
    public RoomSummaries summaries() {
        return summaries;
    }

    /// Walks spaces.
    public SpaceHierarchy hierarchy() {
        return hierarchy;
    }

    /// What clients may call.
    public List<Endpoint> endpoints() {
        return endpoints;
    }
}

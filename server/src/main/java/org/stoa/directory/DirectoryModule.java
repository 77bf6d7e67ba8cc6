package org.stoa.directory;

import java.util.List;
import org.stoa.accounts.search.UserSearch;
import org.stoa.directory.endpoint.AddAlias;
import org.stoa.directory.endpoint.GetRoomPublished;
import org.stoa.directory.endpoint.ListAliases;
import org.stoa.directory.endpoint.ListPublicRooms;
import org.stoa.directory.endpoint.ListPublicRoomsForServers;
import org.stoa.directory.endpoint.QueryDirectory;
import org.stoa.directory.endpoint.RemoveAlias;
import org.stoa.directory.endpoint.ResolveAlias;
import org.stoa.directory.endpoint.SearchPublicRooms;
import org.stoa.directory.endpoint.SearchPublicRoomsForServers;
import org.stoa.directory.endpoint.SearchUsers;
import org.stoa.directory.endpoint.SetRoomPublished;
import org.stoa.http.Endpoint;
import org.stoa.platform.Time;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.RemoteServers;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.alias.RemoteAliases;
import org.stoa.rooms.preview.RoomSummaries;
import org.stoa.storage.Database;

/// Wires the directories of rooms and of users.
public final class DirectoryModule {
    private final List<Endpoint> endpoints;

    /// Builds everything over the rooms.
    public DirectoryModule(
            DirectoryConfig config,
            ServerName serverName,
            Database database,
            RoomsModule rooms,
            RoomSummaries summaries,
            RemoteServers others,
            Time time) {
        AliasDirectory aliases =
                new AliasDirectory(
                        database,
                        rooms.rooms(),
                        rooms.events(),
                        rooms.aliases(),
                        rooms.sender(),
                        new RemoteAliases(others));
        PublicRooms published =
                new PublicRooms(
                        database, rooms.rooms(), summaries, rooms.sender(), rooms.publishedRows());
        UserSearch users = new UserSearch(database, serverName, config.searchAllUsers());
        Directories directories =
                new Directories(serverName, published, new RemoteDirectories(others, time));
        endpoints =
                List.of(
                        new ResolveAlias(aliases),
                        new QueryDirectory(aliases),
                        new AddAlias(aliases),
                        new RemoveAlias(aliases),
                        new ListAliases(aliases),
                        new ListPublicRooms(directories),
                        new SearchPublicRooms(directories),
                        new ListPublicRoomsForServers(published),
                        new SearchPublicRoomsForServers(published),
                        new GetRoomPublished(published),
                        new SetRoomPublished(published),
                        new SearchUsers(users));
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return endpoints;
    }
}

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
import org.stoa.storage.migrate.BackgroundRewrite;

/// Wires the directories of rooms and of users.
public final class DirectoryModule implements AutoCloseable {
    private final List<Endpoint> endpoints;
    private final RemoteUserFollower remoteUsers;
    private final MemberNames memberNames;

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
        remoteUsers = new RemoteUserFollower(new RemoteUserWords(database));
        rooms.seenNames().onNoted(remoteUsers::wake);
        memberNames = new MemberNames(serverName, rooms.events(), remoteUsers::wake);
        UserDirectory users =
                new UserDirectory(
                        new UserSearch(database, serverName, config.searchAllUsers()),
                        new RemoteUserSearch(database, rooms.events()));
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

    /// Gives members the names that they are found by, where a database has none yet.
    public BackgroundRewrite memberNames() {
        return memberNames;
    }

    /// Begins the work that goes on by itself.
    public void start() {
        remoteUsers.start();
    }

    @Override
    public void close() {
        remoteUsers.close();
    }
}

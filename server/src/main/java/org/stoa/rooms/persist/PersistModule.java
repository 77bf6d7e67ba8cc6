package org.stoa.rooms.persist;

import java.util.List;
import org.stoa.platform.Time;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.RoomsConfig;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.guests.GuestAccessTasks;
import org.stoa.rooms.read.StrippedState;
import org.stoa.rooms.resolve.AuthGraphs;
import org.stoa.rooms.resolve.ForkLines;
import org.stoa.rooms.resolve.KnownStates;
import org.stoa.rooms.resolve.PriorStates;
import org.stoa.rooms.resolve.RoomResolver;
import org.stoa.rooms.state.States;
import org.stoa.rooms.upgrade.UpgradeTasks;
import org.stoa.storage.Database;
import org.stoa.storage.Names;

/// Wires what writes events and states.
///
/// @param kept what becomes of the bytes that redactions take away
/// @param joinedNotices tells who joins and leaves which room
/// @param seenNames keeps the names of members of other servers
/// @param newestForOthers knows the newest event that other servers hear of
/// @param table makes the rows of events
/// @param extremities keeps forward extremities
/// @param currentState moves current states
/// @param priorStates finds states before events
/// @param publishedRows keeps the room directory
/// @param partialRooms keeps what is known of rooms with unknown members
/// @param revision changes what is stored of events
public record PersistModule(
        KeptRedactions kept,
        JoinedNotices joinedNotices,
        SeenNames seenNames,
        NewestForOthers newestForOthers,
        EventTable table,
        Extremities extremities,
        CurrentState currentState,
        PriorStates priorStates,
        PublishedRows publishedRows,
        PartialRooms partialRooms,
        EventRevision revision,
        EventPersister persister) {

    /// Builds it over this database.
    public static PersistModule of(
            RoomsConfig config, Database database, EventStore events, States states, Time time) {
        Names names = database.names();
        ServerName serverName = config.serverName();
        KeptRedactions kept =
                new KeptRedactions(database, database.eventBytes(), time, config.redactionsKept());
        JoinedNotices joinedNotices = new JoinedNotices(names);
        SeenNames seenNames = new SeenNames(serverName, names);
        GuestAccessTasks guests = new GuestAccessTasks(database, events, time);
        PublishedRows publishedRows = new PublishedRows(names, events);
        AuthGraphs graphs = new AuthGraphs(database, config.authGraphBytes());
        KnownStates known = new KnownStates(database, states);
        CurrentState currentState =
                new CurrentState(
                        database,
                        events,
                        List.of(
                                new MemberRows(
                                        serverName,
                                        database,
                                        names,
                                        new StrippedState(events, names),
                                        seenNames),
                                joinedNotices,
                                new OwedRows(serverName, names),
                                new OpenRoomRows(names, events),
                                publishedRows,
                                guests,
                                new UpgradeTasks(serverName, database, events, time)));
        PriorStates priorStates =
                new PriorStates(
                        database,
                        events,
                        known,
                        new RoomResolver(database, events, graphs),
                        new ForkLines(database, states, known),
                        currentState);
        NewestForOthers newestForOthers = new NewestForOthers();
        EventTable table = new EventTable(names, database.eventBytes(), graphs);
        RedactionCheck check = new RedactionCheck(serverName);
        PendingRedactions pending = new PendingRedactions(database, events, known, check);
        EventPersister persister =
                new EventPersister(
                        database.commits(),
                        database.nids(),
                        events,
                        new EventAnnotations(database, events, names),
                        pending,
                        table,
                        currentState,
                        List.of(
                                new CountRows(serverName, database, events),
                                new RelationRows(),
                                new RedactionRows(
                                        database,
                                        names,
                                        events,
                                        database.eventBytes(),
                                        kept,
                                        pending,
                                        check,
                                        seenNames),
                                guests,
                                newestForOthers));
        EventRevision revision = new EventRevision(names, events, table);
        return new PersistModule(
                kept,
                joinedNotices,
                seenNames,
                newestForOthers,
                table,
                new Extremities(database, events),
                currentState,
                priorStates,
                publishedRows,
                new PartialRooms(serverName, names, events, revision),
                revision,
                persister);
    }
}

package org.stoa.rooms.receive;

import org.stoa.platform.Time;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.membership.RestrictedJoins;
import org.stoa.rooms.persist.EventPersister;
import org.stoa.rooms.persist.Extremities;
import org.stoa.rooms.persist.PersistModule;
import org.stoa.rooms.resolve.PriorStates;
import org.stoa.rooms.send.EventSender;
import org.stoa.rooms.state.States;
import org.stoa.storage.Database;

/// Wires what takes in events of other servers.
///
/// @param events PDUs of rooms that this server is in
/// @param outliers auth events and events of states
/// @param remoteRooms rooms that are entered by another server's answer
/// @param history events from before this server was there
/// @param outside invites and knocks of rooms that this server is not in
/// @param partialStates what makes rooms whole that were entered without their members
/// @param mergeEvents what brings many extremities together
public record ReceiveModule(
        ReceivedEvents events,
        Outliers outliers,
        RemoteRooms remoteRooms,
        History history,
        OutsideRooms outside,
        PartialStates partialStates,
        MergeEvents mergeEvents) {

    /// Builds it.
    ///
    /// @param locals finds users of this server who may do something
    public static ReceiveModule of(
            ServerName serverName,
            Database database,
            Rooms rooms,
            EventStore store,
            States states,
            EventSender sender,
            PersistModule persist,
            RestrictedJoins locals,
            Time time) {
        EventPersister persister = persist.persister();
        Extremities extremities = persist.extremities();
        PriorStates prior = persist.priorStates();
        Arrival arrival = new Arrival(database, persist.table());
        Participation participation = new Participation(serverName, database.names());
        Strangers strangers = new Strangers(database);
        Acceptance acceptance =
                new Acceptance(database, store, prior, persister, extremities, arrival, strangers);
        MergeEvents mergeEvents =
                new MergeEvents(database, rooms, store, sender, prior, locals, time);
        Outliers outliers = new Outliers(database, store, sender, persister, arrival);
        RoomOpening opening = new RoomOpening(database, rooms);
        return new ReceiveModule(
                new ReceivedEvents(
                        participation,
                        database.names(),
                        sender,
                        acceptance,
                        prior,
                        mergeEvents,
                        new PolicyAnswers(database, store),
                        strangers),
                outliers,
                new RemoteRooms(
                        database,
                        store,
                        opening,
                        outliers,
                        sender,
                        persister,
                        extremities,
                        persist.currentState(),
                        prior,
                        arrival,
                        acceptance,
                        participation,
                        persist.partialRooms()),
                new History(
                        database, store, states, sender, persister, extremities, prior, arrival),
                new OutsideRooms(
                        database, store, rooms, opening, sender, persister, arrival, participation),
                partialStates(database, rooms, store, sender, persist, participation),
                mergeEvents);
    }

    private static PartialStates partialStates(
            Database database,
            Rooms rooms,
            EventStore store,
            EventSender sender,
            PersistModule persist,
            Participation participation) {
        return new PartialStates(
                database,
                rooms,
                store,
                sender,
                persist.partialRooms(),
                participation,
                new Reconsideration(
                        database,
                        store,
                        persist.priorStates(),
                        persist.currentState(),
                        persist.extremities(),
                        persist.revision(),
                        persist.partialRooms()));
    }
}

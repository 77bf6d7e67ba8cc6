package org.stoa.sync.old;

import org.stoa.ephemeral.Presence;
import org.stoa.ephemeral.Typing;
import org.stoa.platform.Changes;
import org.stoa.rooms.RoomsModule;
import org.stoa.storage.Database;
import org.stoa.sync.SyncTokens;
import org.stoa.sync.online.LongPoll;
import org.stoa.sync.online.News;
import org.stoa.sync.online.OnlineUsers;
import org.stoa.sync.online.PresenceNews;
import org.stoa.sync.v3.EphemeralSection;
import org.stoa.sync.v3.Inviters;
import org.stoa.sync.v3.RoomHistory;

/// Puts the calls from before /sync together.
///
/// @param initialSync everything that a client needs to begin
/// @param stream what happens after that
/// @param event one event
public record OldSync(InitialSync initialSync, EventStream stream, EventById event) {

    /// Builds them.
    public static OldSync build(
            Database database,
            RoomsModule rooms,
            Typing typing,
            Presence presence,
            PresenceNews presenceNews,
            Changes changes,
            OnlineUsers online,
            LongPoll longPoll,
            News news,
            SyncTokens tokens) {
        EphemeralSection ephemeral = new EphemeralSection(rooms.rooms(), database.names(), typing);
        RoomInfo info =
                new RoomInfo(
                        database,
                        rooms.events(),
                        rooms.clientEvents(),
                        rooms.visibility(),
                        rooms.timeline(),
                        ephemeral);
        InitialSync initialSync =
                new InitialSync(
                        database,
                        rooms.rooms(),
                        rooms.access(),
                        new RoomHistory(rooms.events(), rooms.states(), database.names()),
                        info,
                        new OldPresence(presence, presenceNews, online, database),
                        news,
                        tokens,
                        new Inviters(rooms.events(), database.names()));
        EventStream stream =
                new EventStream(
                        database,
                        rooms.rooms(),
                        rooms.access(),
                        rooms.events(),
                        rooms.visibility(),
                        info,
                        ephemeral,
                        changes,
                        online,
                        longPoll,
                        news,
                        presenceNews,
                        tokens);
        EventById event =
                new EventById(
                        database,
                        rooms.rooms(),
                        rooms.events(),
                        rooms.visibility(),
                        rooms.clientEvents());
        return new OldSync(initialSync, stream, event);
    }
}

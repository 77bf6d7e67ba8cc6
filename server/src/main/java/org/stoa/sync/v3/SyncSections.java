package org.stoa.sync.v3;

import org.stoa.ephemeral.Typing;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.receipts.UnreadCounts;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.sync.SyncTokens;
import org.stoa.sync.online.LongPoll;
import org.stoa.sync.online.News;
import org.stoa.sync.online.OnlineUsers;
import org.stoa.sync.online.PresenceNews;

/// Puts /sync together from its sections.
public final class SyncSections {
    private SyncSections() {}

    /// Builds what answers /sync.
    public static Sync build(
            Database database,
            RoomsModule rooms,
            Typing typing,
            UnreadCounts counts,
            OnlineUsers online,
            LongPoll longPoll,
            News news,
            PresenceNews presence,
            SyncTokens tokens) {
        Names names = database.names();
        EventStore events = rooms.events();
        RoomHistory history = new RoomHistory(events, rooms.states(), names);
        TimelineSection timeline = new TimelineSection(events, names);
        EventTexts texts = new EventTexts(rooms.clientEvents(), rooms.bundledEvents());
        StateSection state = new StateSection(events, history, names, texts);
        AccountDataSection accountData = new AccountDataSection();
        JoinedRoomSection joined =
                new JoinedRoomSection(
                        timeline,
                        state,
                        new SummarySection(events, history, names),
                        new EphemeralSection(rooms.rooms(), names, typing),
                        accountData,
                        new UnreadSection(counts, events),
                        texts);
        SyncAnswers answers =
                new SyncAnswers(
                        database,
                        rooms.rooms(),
                        rooms.visibility(),
                        new RoomPlanner(rooms.rooms(), history, new Inviters(events, names)),
                        joined,
                        new LeftRoomSection(timeline, state, texts, events),
                        accountData,
                        presence);
        return new Sync(database, online, longPoll, news, presence, tokens, answers);
    }
}

package org.stoa.sync.old;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.stoa.ephemeral.Presence;
import org.stoa.http.auth.Requester;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.read.EventFilter;
import org.stoa.storage.Database;
import org.stoa.sync.online.OnlineUser;
import org.stoa.sync.online.OnlineUsers;
import org.stoa.sync.online.PresenceNews;

/// Presence as the calls before /sync tell it: the reader's own too.
///
/// Spec: client-server-api#mpresence (v1.19), legacy client API v1.
final class OldPresence {
    private final Presence presence;
    private final PresenceNews news;
    private final OnlineUsers online;
    private final Database database;

    OldPresence(Presence presence, PresenceNews news, OnlineUsers online, Database database) {
        this.presence = presence;
        this.news = news;
        this.online = online;
        this.database = database;
    }

    /// The reader's own, and that of everybody who is there and shares a room with him.
    List<byte[]> events(Requester requester) {
        List<byte[]> events = new ArrayList<>();
        events.add(presence.of(requester.userNid()).toOldEvent(requester.userId()).toBytes());
        events.addAll(as(requester, reader -> news.oldEvents(news.all(reader, EventFilter.ALL))));
        return events;
    }

    /// That of the others who are there and in a room, when the reader is in it himself.
    List<byte[]> inRoom(Requester requester, Room room) {
        return as(
                requester,
                reader ->
                        reader.isJoined(room.nid())
                                ? news.oldEvents(
                                        news.inRooms(
                                                reader, LongStream.of(room.nid()), EventFilter.ALL))
                                : List.of());
    }

    private List<byte[]> as(Requester requester, Function<OnlineUser, List<byte[]>> read) {
        OnlineUser reader = online.enter(requester.userNid());
        try {
            online.frontier(database, reader);
            return read.apply(reader);
        } finally {
            online.leave(reader);
        }
    }
}

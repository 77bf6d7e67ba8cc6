package org.stoa.rooms.persist;

import java.util.List;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.send.Draft;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.Write;
import org.stoa.storage.rooms.EventGraphRepository;
import org.stoa.storage.rows.MentionRow;
import org.stoa.storage.rows.ReceiptRow;
import org.stoa.storage.rows.ThreadRow;
import org.stoa.storage.rows.UpdateThread;

/// Keeps what unread counts are derived from: whom an event mentions, that its sender has read so far, and where each
/// thread ends.
///
/// Why: docs/adr/0011-unread-counts-are-made-when-they-are-read.md.
public final class CountRows implements EventRows {
    /// Our own kind of receipt: sending counts as reading.
    public static final long SENT = 2;

    /// Stands for the main timeline where a thread is asked for.
    public static final long MAIN = -1;

    /// Stands for everybody in the room.
    static final long EVERYBODY = 0;

    private final ServerName serverName;
    private final Database database;
    private final Names names;
    private final EventStore events;
    private final EventGraphRepository graph = new EventGraphRepository();

    /// Creates it for this server.
    public CountRows(ServerName serverName, Database database, EventStore events) {
        this.serverName = serverName;
        this.database = database;
        this.names = database.names();
        this.events = events;
    }

    @Override
    public void add(RoomUpdate update, RoomHead before, StoredEvent event, Draft draft, int slot) {
        long thread = event.header().thread() == 0 ? MAIN : event.header().thread();
        long room = update.room().nid();
        if (thread != MAIN) {
            boolean isChild =
                    Relation.of(event.content())
                            .filter(relation -> relation.kind().equals(Relation.THREAD))
                            .isPresent();
            update.write()
                    .add(
                            isChild
                                    ? new ThreadRow(room, thread, event.ord(), event.event())
                                    : new UpdateThread(room, thread, event.ord(), event.event()));
        }
        if (draft.spreadsProfile()) {
            return;
        }
        // Only users of this server have unread counts here.
        if (draft.sender().server().equals(serverName)) {
            update.write()
                    .add(
                            new ReceiptRow(
                                    room,
                                    event.header().sender(),
                                    SENT,
                                    thread,
                                    event.ord(),
                                    event.event(),
                                    event.header().ts(),
                                    Write.NO_SLOT));
        }
        addMentions(update, before, event, thread);
    }

    /// A thread whose events are all from before this server was there has to be listed too.
    @Override
    public void addHistory(RoomUpdate update, RoomHead before, StoredEvent event) {
        long root = event.header().thread();
        boolean isChild =
                Relation.of(event.content())
                        .filter(relation -> relation.kind().equals(Relation.THREAD))
                        .isPresent();
        long room = update.room().nid();
        if (root != 0
                && isChild
                && !database.read(tx -> graph.threadGoesOnAfter(tx, room, root, event.ord()))) {
            update.write().add(new ThreadRow(room, root, event.ord(), event.event()));
        }
    }

    private void addMentions(RoomUpdate update, RoomHead before, StoredEvent stored, long thread) {
        Event event = stored.parsed();
        boolean counted = (stored.header().flags() & EventFlags.COUNTED) != 0;
        StateView state = new StateView(before.state(), names, events);
        int members = before.joined();
        if (CountedEvents.highlightsForAll(event, state, members)) {
            update.write().add(mention(update, stored, EVERYBODY, thread, counted));
        }
        List<UserId> mentioned = CountedEvents.mentionedUsers(event);
        if (mentioned.isEmpty()
                || !CountedEvents.highlightsFor(event, mentioned.getFirst(), state, members)) {
            return;
        }
        List<UserId> own =
                mentioned.stream().filter(user -> user.server().equals(serverName)).toList();
        names.findUsers(own)
                .forEach(
                        (user, number) -> {
                            if (state.membership(user) == Membership.JOIN) {
                                update.write()
                                        .add(mention(update, stored, number, thread, counted));
                            }
                        });
    }

    private static MentionRow mention(
            RoomUpdate update, StoredEvent event, long user, long thread, boolean counted) {
        return new MentionRow(update.room().nid(), user, event.ord(), thread, !counted);
    }
}

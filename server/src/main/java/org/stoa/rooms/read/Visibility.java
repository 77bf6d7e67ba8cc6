package org.stoa.rooms.read;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoa.protocol.event.content.HistoryVisibility;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.state.StateRef;
import org.stoa.rooms.state.States;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.StateRepository.Entry;

/// Decides which events of a room a user, or another server, may see: the only place that does. Thread-safe.
///
/// A page of events needs two keys of the state at each of them: the history visibility and the user's membership. What
/// held them at which version is read once for the page, and not at all when the page is newer than both.
/// Spec: client-server-api#server-behaviour-5 "Room history visibility" (v1.19).
public final class Visibility {
    /// The type of events that only bring the extremities of a room together: no client is shown one.
    public static final String MERGE_EVENT = "org.matrix.dummy_event";

    /// "It should not be relayed to the client": server-server-api#soft-failure, #rejection (v1.19).
    private static final long NOT_FOR_CLIENTS = EventFlags.REJECTED | EventFlags.SOFT_FAILED;

    private final EventStore events;
    private final States states;
    private final Names names;

    /// Creates it.
    public Visibility(EventStore events, States states, Names names) {
        this.events = events;
        this.states = states;
        this.names = names;
    }

    /// What one user may see of a room, for the time of one transaction.
    public Reader reader(Tx tx, Room room, UserId user) {
        return new Reader(tx, room, user.toString());
    }

    /// What the users of another server may see of a room, for the time of one transaction.
    ///
    /// @param server number of the server
    public ServerReader server(Tx tx, Room room, long server) {
        return new ServerReader(tx, room, server, events, states, names);
    }

    /// Whether clients are told of an event at all.
    public static boolean isForClients(StoredEvent event) {
        return event.header().stateLine() != 0
                && (event.header().flags() & NOT_FOR_CLIENTS) == 0
                && !event.type().equals(MERGE_EVENT);
    }

    /// The events that the user may see, in the same order.
    public List<StoredEvent> filter(Tx tx, Room room, UserId user, List<StoredEvent> page) {
        Reader reader = reader(tx, room, user);
        return page.stream().filter(reader::sees).toList();
    }

    /// One user's view of a room. Not thread-safe; lives as long as its transaction.
    public final class Reader {
        private final Tx tx;
        private final long room;
        private final RoomHead head;
        private final Key visibilityKey;
        private final Key memberKey;
        private List<Long> series = List.of();

        // What was looked at last: most events of a page have both in common.
        private long lastVisibilityEvent;
        private HistoryVisibility lastVisibility = HistoryVisibility.SHARED;
        private long lastMemberEvent;
        private Membership lastMembership = Membership.LEAVE;

        private Reader(Tx tx, Room room, String user) {
            this.tx = tx;
            this.room = room.nid();
            this.head = room.visible().head();
            this.visibilityKey = new Key("m.room.history_visibility", "");
            this.memberKey = new Key("m.room.member", user);
        }

        /// Whether the user may see the event.
        public boolean sees(StoredEvent event) {
            if (!isForClients(event)) {
                return false;
            }
            StateRef before = event.before();
            HistoryVisibility visibility = visibilityAt(before);
            Membership membership = membershipBefore(before);
            if (allows(visibility, membership, before)) {
                return true;
            }
            // An event that changes one of the two keys is also seen by whom its change lets in.
            if (isVisibilityEvent(event)) {
                return allows(HistoryVisibility.in(event.parsed()), membership, before);
            }
            return isOwnMembership(event)
                    && allows(visibility, Memberships.in(event.content()), before);
        }

        /// Whether the user may see an event that is no state, by the state before it.
        public boolean seesMessageAt(StateRef before) {
            return allows(visibilityAt(before), membershipBefore(before), before);
        }

        /// Place of the newest event that the user could see; the largest number while that is the newest of all.
        public long lastOrd() {
            long member = memberKey.eventNow();
            boolean seesNewest =
                    membershipOf(member) == Membership.JOIN
                            || visibilityAt(head.stateRef()) == HistoryVisibility.WORLD_READABLE;
            if (seesNewest) {
                return Long.MAX_VALUE;
            }
            return member == 0 ? 0 : events.get(tx, member).ord();
        }

        /// The user's membership at the event; after it when it is the user's own member event.
        public Membership membershipAt(StoredEvent event) {
            if (isOwnMembership(event)) {
                return Memberships.in(event.content());
            }
            return event.header().stateLine() == 0
                    ? Membership.LEAVE
                    : membershipBefore(event.before());
        }

        /// Whether the user was joined at some time up to a position of the stream.
        boolean hadJoinedBy(long position) {
            for (long line : series()) {
                for (Entry entry : memberKey.history(line)) {
                    if (membershipOf(entry.event()) == Membership.JOIN
                            && events.get(tx, entry.event()).pos() <= position) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean allows(
                HistoryVisibility visibility, Membership membership, StateRef before) {
            // 1. If the history_visibility was set to world_readable, allow.
            if (visibility == HistoryVisibility.WORLD_READABLE) {
                return true;
            }
            // 2. If the user's membership was join, allow.
            if (membership == Membership.JOIN) {
                return true;
            }
            // 3. If history_visibility was set to shared, and the user joined the room at any point
            // after, allow.
            if (visibility == HistoryVisibility.SHARED && joinedAfter(before)) {
                return true;
            }
            // 4. If the user's membership was invite, and the history_visibility was set to
            // invited, allow.
            return membership == Membership.INVITE && visibility == HistoryVisibility.INVITED;
            // 5. Otherwise, deny.
        }

        private HistoryVisibility visibilityAt(StateRef ref) {
            long event = visibilityKey.eventAt(ref);
            if (event != lastVisibilityEvent) {
                lastVisibility =
                        event == 0
                                ? HistoryVisibility.SHARED
                                : HistoryVisibility.in(events.get(tx, event).parsed());
                lastVisibilityEvent = event;
            }
            return lastVisibility;
        }

        private Membership membershipBefore(StateRef ref) {
            return membershipOf(memberKey.eventAt(ref));
        }

        private Membership membershipOf(long event) {
            if (event != lastMemberEvent) {
                lastMembership =
                        event == 0
                                ? Membership.LEAVE
                                : Memberships.in(events.get(tx, event).content());
                lastMemberEvent = event;
            }
            return lastMembership;
        }

        private boolean joinedAfter(StateRef ref) {
            long now = memberKey.eventNow();
            if (membershipOf(now) == Membership.JOIN) {
                return true;
            }
            List<Long> series = series();
            StateRef left = states.whereSeriesWasLeft(tx, ref, series);
            boolean isInSeries = series.contains(left.line());
            for (long line : series) {
                for (Entry entry : memberKey.history(line)) {
                    // Versions go on counting from line to line.
                    boolean after = !isInSeries || entry.fromVersion() > left.version();
                    if (after && membershipOf(entry.event()) == Membership.JOIN) {
                        return true;
                    }
                }
            }
            return false;
        }

        /// The lines of the current states until now.
        private List<Long> series() {
            if (series.isEmpty()) {
                series = states.series(tx, room, head.stateRef().line());
            }
            return series;
        }

        private boolean isVisibilityEvent(StoredEvent event) {
            return event.isState() && event.header().stateKey() == visibilityKey.number;
        }

        private boolean isOwnMembership(StoredEvent event) {
            return event.isState() && event.header().stateKey() == memberKey.number;
        }

        /// One state key, with what held it when.
        private final class Key {
            final long number;
            private final Map<Long, List<Entry>> histories = new HashMap<>();

            Key(String type, String stateKey) {
                Optional<Long> found = names.findStateKey(type, stateKey);
                this.number = found.orElse(-1L);
            }

            long eventNow() {
                return head.state().event(number);
            }

            long eventAt(StateRef ref) {
                if (number == -1) {
                    return 0;
                }
                StateRef current = head.stateRef();
                if (ref.line() != current.line()) {
                    return states.one(tx, ref, number);
                }
                boolean sinceThen = head.state().fromVersion(number) <= ref.version();
                if (head.state().event(number) != 0 && sinceThen) {
                    return head.state().event(number);
                }
                for (Entry entry : history(current.line())) {
                    if (entry.fromVersion() <= ref.version() && ref.version() < entry.toVersion()) {
                        return entry.event();
                    }
                }
                return 0;
            }

            List<Entry> history(long line) {
                return number == -1
                        ? List.of()
                        : histories.computeIfAbsent(
                                line, each -> states.repository().history(tx, each, number));
            }
        }
    }
}

package org.stoa.rooms.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.content.HistoryVisibility;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.state.StateRef;
import org.stoa.rooms.state.States;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.RoomRepository;
import org.stoa.storage.rooms.StateRepository.Line;

/// Another server's view of a room, a part of {@link Visibility}: an event is for a server whose users had joined by the state
/// before it, or that may read what was before them. Not thread-safe; lives as long as its transaction.
///
/// Who was joined is looked up for the members that the server has in the room, the oldest first, until one is found. Of a
/// server that has more than a few dozen of them the others do not count.
///
/// Spec: server-server-api#backfilling-and-retrieving-missing-events, client-server-api#room-history-visibility (v1.19).
public final class ServerReader {
    /// Those who came first and are still there answer for nearly all states; each costs one statement for each line.
    private static final int MAX_MEMBERS = 64;

    private static final String MEMBER = "m.room.member";

    private final Tx tx;
    private final Room room;
    private final long server;
    private final EventStore events;
    private final States states;
    private final Names names;
    private final RoomHead head;
    private final List<RoomRepository.Stay> stays;
    private final Map<Long, Line> lines = new HashMap<>();
    private final @Nullable KeyHistory visibilityKey;
    private final Map<StateRef, Membership> memberships = new HashMap<>();
    private @Nullable List<KeyHistory> members;

    ServerReader(Tx tx, Room room, long server, EventStore events, States states, Names names) {
        this.tx = tx;
        this.room = room;
        this.server = server;
        this.events = events;
        this.states = states;
        this.names = names;
        this.head = room.visible().head();
        this.stays = new RoomRepository().stays(tx, room.nid(), server);
        this.visibilityKey =
                names.findStateKey("m.room.history_visibility", "").map(this::key).orElse(null);
    }

    /// Whether somebody of the server may see the event.
    public boolean sees(StoredEvent event) {
        if (event.header().stateLine() == 0) {
            // An outlier is told of only as part of a state or an auth chain.
            return false;
        }
        return allows(visibilityBefore(event), event)
                || (isVisibilityEvent(event)
                        && allows(HistoryVisibility.in(event.parsed()), event));
    }

    /// Whether the server was in the room at the event, or after it.
    public boolean knows(StoredEvent event) {
        return stays.stream().anyMatch(stay -> endsAfter(stay, event));
    }

    private boolean allows(HistoryVisibility visibility, StoredEvent event) {
        return switch (visibility) {
            case WORLD_READABLE -> true;
            case SHARED -> knows(event);
            case INVITED -> membershipAt(event) != Membership.LEAVE;
            case JOINED -> membershipAt(event) == Membership.JOIN;
        };
    }

    /// Events from before this server was there have no position; whoever was there since may see them.
    private static boolean endsAfter(RoomRepository.Stay stay, StoredEvent event) {
        return stay.until() == 0 || event.pos() <= stay.until();
    }

    private HistoryVisibility visibilityBefore(StoredEvent event) {
        long held = visibilityKey == null ? 0 : visibilityKey.eventAt(event.before());
        return held == 0
                ? HistoryVisibility.SHARED
                : HistoryVisibility.in(events.get(tx, held).parsed());
    }

    /// The most that a user of the server was at the event: JOIN, INVITE, else LEAVE. A member event counts by what it makes.
    private Membership membershipAt(StoredEvent event) {
        Membership before = memberships.computeIfAbsent(event.before(), this::membershipIn);
        if (before == Membership.JOIN || !isOwnMember(event)) {
            return before;
        }
        Membership made = Memberships.in(event.content());
        return made == Membership.JOIN || made == Membership.INVITE ? made : before;
    }

    private Membership membershipIn(StateRef ref) {
        if (ref.equals(head.stateRef()) && head.servers().containsKey(server)) {
            return Membership.JOIN;
        }
        Membership most = Membership.LEAVE;
        for (KeyHistory member : members()) {
            long held = member.eventAt(ref);
            Membership membership =
                    held == 0 ? Membership.LEAVE : Memberships.in(events.get(tx, held).content());
            if (membership == Membership.JOIN) {
                return membership;
            }
            most = membership == Membership.INVITE ? membership : most;
        }
        return most;
    }

    /// A member event stays in the state when the user leaves, so that those of now are those of any time before.
    private List<KeyHistory> members() {
        List<KeyHistory> known = members;
        if (known == null) {
            known = new ArrayList<>();
            for (MembershipRepository.Member member :
                    new MembershipRepository().ofServer(tx, room.nid(), server, MAX_MEMBERS)) {
                String user = names.userId(member.user()).toString();
                names.findStateKey(MEMBER, user).map(this::key).ifPresent(known::add);
            }
            members = known;
        }
        return known;
    }

    private KeyHistory key(long number) {
        return new KeyHistory(tx, states.repository(), number, lines);
    }

    private static boolean isVisibilityEvent(StoredEvent event) {
        return event.isState() && event.type().equals("m.room.history_visibility");
    }

    private boolean isOwnMember(StoredEvent event) {
        return event.isState()
                && event.type().equals(MEMBER)
                && event.parsed()
                        .stateKey()
                        .flatMap(UserId::tryParse)
                        .flatMap(user -> names.findServer(user.server()))
                        .filter(number -> number == server)
                        .isPresent();
    }
}

package org.stoa.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Extremity;
import org.stoa.rooms.head.Room;

/// What servers say of one room, and where that cannot be.
///
/// - Servers that see each other in the room have the same state of it. But what others have soft-failed of the events of a server
///   comes into their state only by a later event of that server, so it need not be there when nobody of it may speak.
/// - A server that is in the room by its own account sees nobody there of a server that is not, if he left by himself, or never came,
///   by the account of that one. If he was thrown out by an event, it knows the event and has decided otherwise.
/// - A server may see another one that does not see it: it is told nothing any more of what happens there. But it knows the events
///   by which the other one has decided so, or the other one knows those by which its users are in the room (and has soft-failed
///   them).
final class RoomComparison {
    private final String room;
    private final List<View> views = new ArrayList<>();

    private final Set<TestCluster.Node> speakers;

    /// @param speakers the servers of which somebody has just said something in the room
    RoomComparison(TestCluster cluster, String room, Set<TestCluster.Node> speakers) {
        this.room = room;
        this.speakers = Set.copyOf(speakers);
        cluster.nodes().forEach(node -> views.add(view(node)));
    }

    /// What a server says.
    private record View(
            TestCluster.Node node,
            boolean isHere,
            Map<String, StoredEvent> state,
            List<Extremity> extremities) {
        Optional<StoredEvent> member(String user) {
            return Optional.ofNullable(state.get(EventTypes.MEMBER + " " + user));
        }

        /// The joined users of a server.
        List<String> joined(View of) {
            return state.values().stream()
                    .filter(event -> event.type().equals(EventTypes.MEMBER) && isJoin(event))
                    .map(event -> event.parsed().stateKey().orElse(""))
                    .filter(user -> UserId.parse(user).server().equals(of.node().name()))
                    .toList();
        }

        private static boolean isJoin(StoredEvent event) {
            return Memberships.in(event.content()) == Membership.JOIN;
        }
    }

    private View view(TestCluster.Node node) {
        RoomId id = RoomId.parse(room);
        Map<String, StoredEvent> state = new TreeMap<>();
        Optional<Room> found = node.homeserver().rooms().rooms().find(id);
        found.ifPresent(
                here ->
                        here.visible()
                                .head()
                                .state()
                                .forEach(
                                        (key, number, since) -> {
                                            StoredEvent event =
                                                    node.homeserver().rooms().events().get(number);
                                            String name =
                                                    event.type()
                                                            + " "
                                                            + event.parsed().stateKey().orElse("");
                                            state.put(name, event);
                                        }));
        boolean isHere = node.homeserver().rooms().receive().outside().isHere(id);
        List<Extremity> extremities =
                found.map(here -> here.visible().head().extremities()).orElse(List.of());
        return new View(node, isHere, state, extremities);
    }

    /// What cannot be; empty when the servers agree as far as they must.
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (View one : views) {
            for (View other : views) {
                boolean sees =
                        one.isHere()
                                && !one.node().equals(other.node())
                                && !one.joined(other).isEmpty();
                if (sees && other.isHere() && !other.joined(one).isEmpty()) {
                    same(one, other, faults);
                } else if (sees) {
                    decided(one, other, faults);
                }
            }
        }
        return faults;
    }

    private void same(View one, View other, List<String> faults) {
        List<String> differences = new ArrayList<>();
        one.state()
                .forEach(
                        (key, event) -> {
                            StoredEvent there = other.state().get(key);
                            boolean isSame =
                                    there != null && there.eventId().equals(event.eventId());
                            if (!isSame) {
                                differences.add(
                                        "%s differs: %s (%s there; extremities here %s, there %s)"
                                                .formatted(
                                                        line(one, event),
                                                        line(other, there),
                                                        standing(other, event),
                                                        ends(one),
                                                        ends(other)));
                            }
                        });
        if (!differences.isEmpty() && !isUnheard(one, other) && !isUnheard(other, one)) {
            faults.addAll(differences);
        }
    }

    /// Whether another server has soft-failed the newest events of one that says nothing after them.
    private boolean isUnheard(View silent, View other) {
        return !speakers.contains(silent.node())
                && silent.extremities().stream()
                        .flatMap(
                                each -> other.node().find(room, each.eventId().toString()).stream())
                        .anyMatch(found -> (found.header().flags() & EventFlags.SOFT_FAILED) != 0);
    }

    /// `one` sees `other`, which does not see it, or is not in the room.
    private void decided(View one, View other, List<String> faults) {
        if (!other.isHere()) {
            for (String user : one.joined(other)) {
                Optional<StoredEvent> gone = other.member(user);
                if (gone.isEmpty() || isOwn(gone.get()) || !knows(one, gone.get())) {
                    faults.add(line(one, user) + " is gone: " + line(other, user));
                }
            }
            return;
        }
        for (String user : one.joined(one)) {
            boolean isInformed =
                    other.member(user)
                            .map(there -> knows(one, there))
                            .orElseGet(() -> knows(other, one.member(user).orElseThrow()));
            if (!isInformed) {
                faults.add(line(one, user) + " is not seen: " + line(other, user));
            }
        }
    }

    private static boolean isOwn(StoredEvent member) {
        return member.parsed().isState(EventTypes.MEMBER, member.parsed().sender().toString());
    }

    private boolean knows(View view, StoredEvent event) {
        return view.node().find(room, event.eventId().toString()).isPresent();
    }

    /// What a server did with an event.
    private String standing(View view, StoredEvent event) {
        return view.node()
                .find(room, event.eventId().toString())
                .map(
                        found ->
                                "flags %x, state before at %d of line %d"
                                        .formatted(
                                                found.header().flags(),
                                                found.header().stateVersion(),
                                                found.header().stateLine()))
                .orElse("unknown");
    }

    private static List<EventId> ends(View view) {
        return view.extremities().stream().map(Extremity::eventId).toList();
    }

    private static String line(View view, String user) {
        return line(view, view.member(user).orElse(null));
    }

    private static String line(View view, @Nullable StoredEvent event) {
        String text =
                event == null
                        ? "nothing"
                        : event.type()
                                + " "
                                + event.parsed().stateKey().orElse("")
                                + " "
                                + event.eventId()
                                + " "
                                + event.content();
        return view.node().host() + (view.isHere() ? "" : " (out)") + ": " + text;
    }
}

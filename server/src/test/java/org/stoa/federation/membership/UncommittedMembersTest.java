package org.stoa.federation.membership;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.protocol.auth.StateKeyPair;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.receive.PartialStates;
import org.stoa.testing.TestAuthority;
import org.stoa.testing.TestServer;

/// A room becomes whole with the members that are stored for good.
@Timeout(120)
final class UncommittedMembersTest {
    private final TestAuthority authority = new TestAuthority();

    /// An event with this id that takes the place of another on the way to its commit.
    private static StoredEvent underWay(TestServer server, Room room, EventId id, Event other) {
        StoredEvent like =
                server.homeserver()
                        .database()
                        .read(
                                tx ->
                                        events(server)
                                                .find(
                                                        tx,
                                                        room.nid(),
                                                        room.rules(),
                                                        other.eventId()))
                        .orElseThrow();
        return new StoredEvent(
                like.header(),
                id,
                like.type(),
                like.roomId(),
                room.rules(),
                new byte[0],
                new byte[0]);
    }

    private static EventStore events(TestServer server) {
        return server.homeserver().rooms().events();
    }

    @Test
    void room_whoseMemberIsOnlyOnItsWayToItsCommit_becomesWholeWhenThatIsSettled()
            throws Exception {
        try (PartialRoom far = new PartialRoom(authority, "@alice:localhost", 2);
                TestServer server = TestServer.start(far.server().trusted())) {
            far.letIn(server, server.register("alice"));
            Room room = far.in(server);
            Event prev = far.last();
            List<Event> stored = new ArrayList<>(far.room().authChain(prev));
            stored.add(prev);
            server.homeserver().rooms().receive().outliers().store(room, stored);
            PartialStates states = server.homeserver().rooms().receive().partialStates();
            Map<StateKeyPair, EventId> state = far.room().stateBefore(prev);
            Map<EventId, List<EventId>> before =
                    Map.of(prev.eventId(), List.copyOf(state.values()));
            EventId member =
                    requireNonNull(
                            state.get(
                                    new StateKeyPair(
                                            "m.room.member", far.server().user("member0"))));
            StoredEvent held = underWay(server, room, member, prev);
            events(server).hold(held);

            assertThat(states.complete(room, before)).isFalse();
            assertThat(far.in(server).visible().head().isPartial()).isTrue();

            events(server).giveUp(held, null);
            assertThat(states.complete(room, before)).isTrue();
            // The creator, and alice; of the members nothing came.
            assertThat(far.in(server).visible().head().joined()).isEqualTo(2);
        }
    }
}

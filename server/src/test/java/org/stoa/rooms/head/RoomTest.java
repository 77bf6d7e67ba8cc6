package org.stoa.rooms.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.platform.ManualTime;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.storage.Position;

final class RoomTest {
    private static final RoomHead WHOLE = RoomHead.empty(1);
    private static final RoomHead PARTIAL = WHOLE.withPartial(PartialState.NEW);

    private final ManualTime time = new ManualTime();

    private static Room room(RoomHead head) {
        return new Room(
                1,
                RoomId.parse("!room:localhost"),
                RoomVersion.V12.rules(),
                new RoomSnapshot(new Position(1), head),
                1);
    }

    private static void commit(Room room, long position, RoomHead head) {
        room.submitting(head);
        room.committed(new RoomSnapshot(new Position(position), head), List.of());
    }

    private boolean areMembersKnown(Room room) {
        return room.awaitMembers(time, Duration.ZERO);
    }

    @Test
    void awaitMembers_beforeTheFrontierHasMoved_waits() {
        Room room = room(PARTIAL);

        commit(room, 2, WHOLE);
        boolean before = areMembersKnown(room);
        room.membersAreVisible();

        assertThat(before).isFalse();
        assertThat(areMembersKnown(room)).isTrue();
    }

    @Test
    void awaitMembers_ofARoomThatBecomesPartial_waits() {
        Room room = room(WHOLE);
        boolean before = areMembersKnown(room);

        commit(room, 2, PARTIAL);
        room.membersAreVisible();

        assertThat(before).isTrue();
        assertThat(areMembersKnown(room)).isFalse();
    }

    @Test
    void awaitMembers_whoWaits_goesOnWhenTheFrontierHasMoved() throws InterruptedException {
        Room room = room(PARTIAL);
        boolean[] known = new boolean[1];
        Thread waiting =
                Thread.ofVirtual()
                        .start(() -> known[0] = room.awaitMembers(time, Duration.ofHours(1)));
        time.awaitParked(waiting);

        commit(room, 2, WHOLE);
        room.membersAreVisible();
        waiting.join();

        assertThat(known[0]).isTrue();
    }

    @Test
    void tip_whileMuchIsRememberedOfWritesUnderWay_waitsForThem() throws InterruptedException {
        Room room = room(WHOLE);
        room.submitting(WHOLE);
        Forks written = room.forks().fork();
        for (int event = 0; event <= Room.MOST_UNDER_WAY; event++) {
            written.addFlags(event, 1);
        }
        room.remember(written);

        Thread building = Thread.ofPlatform().start(room::tip);
        while (building.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        boolean isWaiting = building.isAlive();
        room.committed(new RoomSnapshot(new Position(2), WHOLE), List.of());
        building.join();

        assertThat(isWaiting).isTrue();
        assertThat(room.forks().flags(1)).isZero();
    }
}

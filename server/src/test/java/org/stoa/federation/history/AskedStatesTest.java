package org.stoa.federation.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.stoa.federation.acl.RoomAcls;
import org.stoa.http.RateLimitConfig;
import org.stoa.http.RateLimits;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.RoomsModule;
import org.stoa.storage.Database;

final class AskedStatesTest {
    private static final int BURST = 20;

    private static AskedStates states(SharedRoom shared, RateLimits limits, long large) {
        RoomsModule rooms = shared.server.homeserver().rooms();
        Database database = shared.server.homeserver().database();
        RoomAcls acls = new RoomAcls(rooms.events(), database.names());
        return new AskedStates(
                database,
                new AskedRooms(database, rooms.rooms(), database.names(), acls),
                rooms.events(),
                rooms.graph(),
                rooms.visibility(),
                limits,
                large);
    }

    private static AskedStates.Numbers ask(AskedStates states, SharedRoom shared, Event before) {
        return states.before(shared.other.name(), shared.foreign.roomId(), before.eventId());
    }

    @Test
    void largeStates_thatOneServerAsksForTooOften_areRefusedAndSmallOnesAreNot() {
        try (SharedRoom shared = SharedRoom.start(RoomVersion.V12)) {
            Event join = shared.enter(shared.server.register("alice"));
            RateLimits limits = new RateLimits(RateLimitConfig.defaults(), shared.server.time());
            AskedStates large = states(shared, limits, 1);
            AskedStates small = states(shared, limits, 1_000);
            for (int i = 0; i < BURST; i++) {
                ask(large, shared, join);
            }

            assertThatExceptionOfType(MatrixException.class)
                    .isThrownBy(() -> ask(large, shared, join))
                    .returns(ErrorCode.LIMIT_EXCEEDED, MatrixException::code);
            assertThat(ask(small, shared, join).state()).hasSize(4);
        }
    }
}

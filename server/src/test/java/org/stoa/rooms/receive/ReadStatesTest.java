package org.stoa.rooms.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.stoa.boot.HomeserverConfig;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.RoomsConfig;
import org.stoa.storage.SqlWatch;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.TestServer;

/// How often whole states are read where a room goes on along one side of a fork, each event by a write of its own.
final class ReadStatesTest {
    private static final String CREATOR = "@creator:a.example";

    /// More writes than states are kept that nobody asks for.
    private static final int WRITES = 50;

    /// Counts the scans of state lines.
    private static final class Scans implements SqlWatch {
        private final AtomicInteger scans = new AtomicInteger();

        @Override
        public void runs(String sql, @Nullable Object[] parameters) {
            if (sql.contains("to_version > ?")) {
                scans.incrementAndGet();
            }
        }
    }

    @EachEngine
    void endsOfForks_areReadOnceAfterAStart(TestDatabase database) {
        Scans scans = new Scans();
        ForeignRoom foreign = ForeignRoom.create(RoomVersion.V11, CREATOR);
        Event end;
        Entered room;
        try (TestServer server = TestServer.start(database, config -> watched(config, scans))) {
            room = Entered.by(server, foreign, server.register("alice"));
            Event one = common(foreign, 0, room.join());
            Event other = common(foreign, 1, room.join());
            room.receive(one);
            room.receive(other);
            int before = scans.scans.get();
            end = goOn(room, foreign, other);
            assertThat(scans.scans.get()).isEqualTo(before);
        }
        try (TestServer server = TestServer.start(database, config -> watched(config, scans))) {
            Entered again = room.on(server);
            end = common(foreign, 2, end);
            again.receive(end);
            int before = scans.scans.get();
            end = goOn(again, foreign, end);
            assertThat(scans.scans.get()).isEqualTo(before);
            assertThat(again.currentState()).isEqualTo(again.storedCurrentState());
            Event merge = foreign.message(CREATOR, "merge", foreign.leaves().toArray(Event[]::new));
            again.receive(merge);
            assertThat(again.currentState()).isEqualTo(foreign.stateAfter(merge));
        }
    }

    private static Event goOn(Entered room, ForeignRoom foreign, Event from) {
        Event last = from;
        for (int i = 0; i < WRITES; i++) {
            last = common(foreign, 100 + i, last);
            room.receive(last);
        }
        return last;
    }

    private static Event common(ForeignRoom foreign, int number, Event prev) {
        return foreign.state(CREATOR, "x.common", "", JsonObject.of("n", number), prev);
    }

    private static HomeserverConfig watched(HomeserverConfig config, SqlWatch watch) {
        RoomsConfig rooms = config.rooms();
        return new HomeserverConfig(
                config.database().withWatch(watch),
                config.http(),
                config.accounts(),
                new RoomsConfig(
                        rooms.serverName(),
                        rooms.defaultVersion(),
                        rooms.maxInMemory(),
                        rooms.eventCacheBytes(),
                        0,
                        0,
                        Duration.ZERO,
                        null));
    }
}

package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.rooms.RoomRepository;
import org.stoa.storage.rooms.RoomRepository.RoomRecord;
import org.stoa.storage.rows.DeletePartialEvent;
import org.stoa.storage.rows.EventRow;
import org.stoa.storage.rows.PartialEventRow;
import org.stoa.storage.rows.ReinstateEvent;
import org.stoa.storage.rows.RoomRow;
import org.stoa.storage.rows.UpdateRoomPartial;
import org.stoa.storage.rows.UpdateStateBefore;
import org.stoa.storage.rows.WithdrawEvent;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;

/// What is kept of a room that was entered before its members were known.
class PartialRoomRowsTest {
    private static final RoomRepository ROOMS = new RoomRepository();

    private static Database open(TestDatabase test) {
        return test.closing(Database.open(test.config(), CommitListener.NONE));
    }

    private static void write(Database database, Write.Builder write) {
        database.commits().submit(Lane.ONLY, write.build()).await().orThrow();
    }

    /// Line, version, replaced event, flags, place and position of an event; null for what it does not have.
    private static List<@Nullable Long> numbers(Database database, long event) {
        return database.read(
                        tx ->
                                tx.one(
                                        """
                                        SELECT state_line, state_version, replaces, flags, ord, pos, auth_no
                                        FROM event WHERE event = ?
                                        """,
                                        row -> {
                                            List<@Nullable Long> all = new ArrayList<>();
                                            for (int column = 1; column <= 7; column++) {
                                                all.add(row.numberOrNull(column));
                                            }
                                            return all;
                                        },
                                        event))
                .orElseThrow();
    }

    private static List<Long> partialRooms(Database database) {
        return database.read(ROOMS::partialRooms);
    }

    private static List<Long> partialEvents(Database database) {
        return database.read(tx -> ROOMS.partialEvents(tx, 2));
    }

    private static RoomRow room(long number) {
        return new RoomRow(number, "!r" + number, "10", 1, number, 0, 1, 1, 1, null, null, false);
    }

    @EachEngine
    void room_isFoundUntilItIsWhole(TestDatabase test) {
        Database database = open(test);
        Write.Builder begun = Write.builder();
        begun.add(room(1)).add(room(2));
        begun.add(new UpdateRoomPartial(2, "far.test", Write.NO_SLOT));
        begun.add(new PartialEventRow(2, 8)).add(new PartialEventRow(2, 7));
        write(database, begun);
        assertThat(partialRooms(database)).containsExactly(2L);
        assertThat(partialEvents(database)).containsExactly(7L, 8L);

        Write.Builder ended = Write.builder();
        int slot = ended.position();
        ended.add(new UpdateRoomPartial(2, null, slot));
        ended.add(new DeletePartialEvent(2, 7)).add(new DeletePartialEvent(2, 8));
        write(database, ended);

        assertThat(partialRooms(database)).isEmpty();
        assertThat(partialEvents(database)).isEmpty();
        RoomRecord whole = database.read(tx -> ROOMS.byNumber(tx, 2)).orElseThrow();
        assertThat(whole.partial()).isNull();
        assertThat(whole.completedPos()).isPositive();
        assertThat(database.read(tx -> ROOMS.byNumber(tx, 1)).orElseThrow().completedPos())
                .isZero();
    }

    @EachEngine
    void event_isMovedWithdrawnAndReinstated(TestDatabase test) {
        Database database = open(test);
        Write.Builder stored = Write.builder();
        int slot = stored.position();
        stored.add(event(5).slot(slot).ord(70L).build()).add(event(6).flags(1).build());
        write(database, stored);

        Write.Builder changed = Write.builder();
        changed.add(new UpdateStateBefore(5, 3, 4, 2L)).add(new WithdrawEvent(5, 17));
        changed.add(new ReinstateEvent(6, 2, 9L));
        write(database, changed);

        assertThat(numbers(database, 5)).containsExactly(3L, 4L, 2L, 17L, null, null, null);
        assertThat(numbers(database, 6)).containsExactly(1L, 1L, null, 2L, null, null, 9L);
    }

    private static EventRow.Builder event(long number) {
        return EventRow.builder(number, new byte[] {(byte) number}, 1)
                .sender(1)
                .type(1)
                .stateLine(1L)
                .stateVersion(1L);
    }
}

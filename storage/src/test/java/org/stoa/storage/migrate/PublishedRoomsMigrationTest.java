package org.stoa.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.PublishedRoomRepository;
import org.stoa.storage.rooms.PublishedRoomRepository.PublishedRoom;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;

/// A database from before the room directory had a table gets its rooms.
final class PublishedRoomsMigrationTest {
    @EachEngine
    void roomsThatArePublished_areInTheDirectoryWithTheirMembers(TestDatabase test) {
        try (Database before = Database.open(test.config(), CommitListener.NONE)) {
            before.execute(
                    tx -> {
                        for (int room = 1; room <= 3; room++) {
                            tx.update(
                                    """
                                    INSERT INTO room (room, room_id, version, creator, current_line, current_version,
                                        last_ord, depth, next_auth_no, is_public)
                                    VALUES (?, ?, '12', 1, 1, 1, 1, 1, 1, ?)
                                    """,
                                    room,
                                    "!room" + room,
                                    room == 3 ? 0 : 1);
                        }
                        for (int user = 1; user <= 4; user++) {
                            tx.update(
                                    "INSERT INTO member (room, user_nid, membership, event) VALUES (1, ?, ?, 1)",
                                    user,
                                    user == 4 ? 0 : 2);
                        }
                        tx.update(
                                "INSERT INTO member (room, user_nid, membership, event) VALUES (2, 1, 2, 1)");
                        tx.update("DROP TABLE published_room");
                        tx.update("DELETE FROM schema_version WHERE version = 9");
                    });
        }

        Database after = test.closing(Database.open(test.config(), CommitListener.NONE));

        List<PublishedRoom> rooms =
                after.read(
                        tx ->
                                new PublishedRoomRepository()
                                        .behind(tx, Long.MAX_VALUE, Long.MAX_VALUE, 10));
        assertThat(rooms)
                .containsExactly(new PublishedRoom(1, 3, "", ""), new PublishedRoom(2, 1, "", ""));
    }
}

package org.stoa.storage.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.Row;
import org.stoa.storage.Tx;
import org.stoa.storage.accounts.RemoteUserRepository.SeenName;
import org.stoa.storage.accounts.UserWordRepository.UserWord;
import org.stoa.storage.rows.DeleteRemoteWord;
import org.stoa.storage.rows.LocalMembershipRow;
import org.stoa.storage.rows.MemberRow;
import org.stoa.storage.rows.OpenRoomRow;
import org.stoa.storage.rows.RemoteWordRow;
import org.stoa.storage.rows.UnindexedUserRow;
import org.stoa.storage.rows.UpdateMemberName;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;

/// The words and names of users of other servers. Alice is of this server; zoe and yves are not.
class RemoteUserRepositoryTest {
    private static final long ALICE = 1;
    private static final long ZOE = 2;
    private static final long YVES = 3;
    private static final long JOINED = 2;
    private static final UserWord BEFORE_ALL = new UserWord("", Long.MIN_VALUE);

    private final RemoteUserRepository users = new RemoteUserRepository();

    private static Database open(TestDatabase test) {
        Database database = test.closing(Database.open(test.config(), CommitListener.NONE));
        database.execute(
                tx -> {
                    for (String user : List.of("@alice:here", "@zoe:there", "@yves:there")) {
                        tx.update(
                                """
                                INSERT INTO user_name (user_nid, user_id, server)
                                SELECT COUNT(*) + 1, ?, 1 FROM user_name
                                """,
                                user);
                    }
                });
        return database;
    }

    private static void add(Database database, Row... rows) {
        database.execute(
                tx -> {
                    tx.nextPosition();
                    List.of(rows).forEach(tx::add);
                });
    }

    private static MemberRow joined(long room, long user, long event, String name) {
        return new MemberRow(room, user, JOINED, event, user == ALICE ? null : name);
    }

    /// Alice's own row of a room, by which this server is in it.
    private static Row present(long room) {
        return new LocalMembershipRow(ALICE, room, JOINED, 1L, 0, null, false, null, null);
    }

    private static <T> List<T> list(Database database, Function<Tx, List<T>> ask) {
        return database.read(ask);
    }

    private List<SeenName> visible(Database database, long reader) {
        return database.read(tx -> users.visible(tx, reader, List.of(ZOE, YVES)));
    }

    @EachEngine
    void words_areReadPageByPageInTheOrderOfTheirBytes(TestDatabase test) {
        Database database = open(test);
        List<String> inOrder =
                List.of("z", "z\u0000", "z\u0001", "za", "zz", "zß", "z\uffee", "z😀");
        inOrder.forEach(word -> add(database, new RemoteWordRow(word, ZOE)));
        add(database, new RemoteWordRow("z", YVES), new RemoteWordRow("{", ZOE));

        List<UserWord> read = new ArrayList<>();
        UserWord last = BEFORE_ALL;
        boolean more = true;
        while (more) {
            UserWord after = last;
            List<UserWord> page = database.read(tx -> users.withPrefix(tx, "z", after, 2));
            read.addAll(page);
            more = page.size() == 2;
            last = page.isEmpty() ? last : page.getLast();
        }

        assertThat(read).filteredOn(word -> word.user() == YVES).hasSize(1);
        assertThat(read.stream().filter(word -> word.user() == ZOE).map(UserWord::word))
                .containsExactlyElementsOf(inOrder);
    }

    @EachEngine
    void words_areRemovedOneByOne(TestDatabase test) {
        Database database = open(test);
        add(
                database,
                new RemoteWordRow("zoe", ZOE),
                new RemoteWordRow("zoe", ZOE),
                new RemoteWordRow("z\u0000", ZOE),
                new RemoteWordRow("zoe", YVES));

        add(database, new DeleteRemoteWord("zoe", ZOE));

        assertThat(list(database, tx -> users.words(tx, List.of(ZOE, YVES))))
                .containsExactlyInAnyOrder(new UserWord("z\u0000", ZOE), new UserWord("zoe", YVES));
    }

    @EachEngine
    void names_areSeenInSharedRoomsAndInOpenOnesOfThisServer(TestDatabase test) {
        Database database = open(test);
        long shared = 10;
        long open = 11;
        long openElsewhere = 12;
        long other = 13;
        add(
                database,
                joined(shared, ALICE, 1, ""),
                present(shared),
                present(open),
                new OpenRoomRow(open),
                new OpenRoomRow(openElsewhere),
                joined(shared, ZOE, 20, "Shared"),
                joined(open, ZOE, 21, "Open"),
                joined(openElsewhere, ZOE, 22, "Elsewhere"),
                joined(other, ZOE, 23, "Other"),
                joined(other, YVES, 24, "Yves"),
                new MemberRow(shared, YVES, 1, 25, null));

        assertThat(visible(database, ALICE))
                .containsExactly(
                        new SeenName(ZOE, "@zoe:there", "Open", 21),
                        new SeenName(ZOE, "@zoe:there", "Shared", 20));
        assertThat(visible(database, YVES))
                .containsExactly(
                        new SeenName(YVES, "@yves:there", "Yves", 24),
                        new SeenName(ZOE, "@zoe:there", "Other", 23),
                        new SeenName(ZOE, "@zoe:there", "Open", 21));
        add(database, new MemberRow(open, ZOE, 0, 26, null), joined(shared, ZOE, 27, ""));
        assertThat(visible(database, ALICE))
                .containsExactly(new SeenName(ZOE, "@zoe:there", "", 27));
    }

    @EachEngine
    void roomMates_areFoundByTheBeginningsOfTheirWords(TestDatabase test) {
        Database database = open(test);
        add(
                database,
                joined(10, ALICE, 1, ""),
                joined(10, ZOE, 20, "Zoe"),
                new MemberRow(10, YVES, 0, 21, null),
                joined(11, YVES, 22, "Yves"),
                new RemoteWordRow("zoe", ZOE),
                new RemoteWordRow("zora", ZOE),
                new RemoteWordRow("zoe", YVES));

        assertThat(list(database, tx -> users.roomMates(tx, ALICE, "zo", 100, 10)))
                .containsExactly(ZOE);
        assertThat(list(database, tx -> users.roomMates(tx, ALICE, "zoo", 100, 10))).isEmpty();
        assertThat(list(database, tx -> users.roomMates(tx, YVES, "zo", 100, 10)))
                .containsExactly(YVES);
        assertThat(list(database, tx -> users.roomMates(tx, YVES, "zo", 0, 10))).isEmpty();
    }

    @EachEngine
    void sameName_inManyRooms_comesOnceByItsNewestEvent(TestDatabase test) {
        Database database = open(test);
        for (int room = 100; room < 150; room++) {
            add(database, joined(room, ZOE, room, room == 120 ? "Odd" : "Zoe"));
        }

        assertThat(list(database, tx -> users.names(tx, List.of(ZOE, YVES))))
                .containsExactly(
                        new SeenName(ZOE, "@zoe:there", "Zoe", 149),
                        new SeenName(ZOE, "@zoe:there", "Odd", 120));
    }

    @EachEngine
    void nameOfAnEvent_isChangedOnlyWhileItIsTheMembership(TestDatabase test) {
        Database database = open(test);
        add(database, joined(10, ZOE, 20, "New"));

        add(database, new UpdateMemberName(ZOE, 10, 19, "of an older event"));
        assertThat(list(database, tx -> users.names(tx, List.of(ZOE))))
                .containsExactly(new SeenName(ZOE, "@zoe:there", "New", 20));

        add(database, new UpdateMemberName(ZOE, 10, 20, ""));
        assertThat(list(database, tx -> users.names(tx, List.of(ZOE))))
                .containsExactly(new SeenName(ZOE, "@zoe:there", "", 20));
    }

    @EachEngine
    void notedUsers_areGivenUntilTheyAreDone(TestDatabase test) {
        Database database = open(test);
        add(database, new UnindexedUserRow(YVES), new UnindexedUserRow(ZOE));
        add(database, new UnindexedUserRow(ZOE));
        assertThat(list(database, tx -> users.unindexed(tx, 1))).containsExactly(ZOE);

        database.execute(tx -> users.indexed(tx, List.of(ZOE)));

        assertThat(list(database, tx -> users.unindexed(tx, 5))).containsExactly(YVES);
    }

    @EachEngine
    void members_ofAllRooms_areReadPageByPage(TestDatabase test) {
        Database database = open(test);
        for (long room : new long[] {10, 11}) {
            add(database, joined(room, ALICE, 1, ""), joined(room, ZOE, room, "Zoe"));
        }
        add(database, new MemberRow(10, YVES, 0, 5, null));

        List<String> read = new ArrayList<>();
        long user = 0;
        long room = 0;
        boolean more = true;
        while (more) {
            long afterUser = user;
            long afterRoom = room;
            List<RemoteUserRepository.Member> page =
                    database.read(tx -> users.members(tx, afterUser, afterRoom, 2));
            page.forEach(each -> read.add(each.userId() + each.room() + each.displayName()));
            more = page.size() == 2;
            if (more) {
                user = page.getLast().user();
                room = page.getLast().room();
            }
        }

        assertThat(read)
                .containsExactly(
                        "@alice:here10null",
                        "@alice:here11null",
                        "@zoe:there10Zoe",
                        "@zoe:there11Zoe",
                        "@yves:there10null");
    }
}

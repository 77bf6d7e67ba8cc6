package org.stoa.rooms.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.stoa.rooms.receipts.CountsModel.Happening;
import org.stoa.storage.Database;
import org.stoa.storage.Row;
import org.stoa.storage.receipts.ReceiptRepository;
import org.stoa.storage.rows.DeleteMention;
import org.stoa.storage.rows.EventRow;
import org.stoa.storage.rows.LocalMembershipRow;
import org.stoa.storage.rows.MentionRow;
import org.stoa.storage.rows.ReceiptRow;
import org.stoa.storage.rows.ThreadRow;
import org.stoa.storage.rows.UncountedRow;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;

final class RunningCountsTest {
    private static final long ROOM = 7;
    private static final long FIRST_ORD = 1L << 62;
    private static final long COUNTED = 128;
    private static final int SENT = 2;
    private static final long[] USERS = {11, 12, 13};

    private final RunningCounts counts = new RunningCounts();
    private final CountsModel model = new CountsModel();
    private final Map<Long, Long> totals = new HashMap<>();
    private long nextEvent = 100;

    @EachEngine
    void of_randomRoom_equalsWalkingAllOfIt(TestDatabase test) {
        Database database = test.open();
        Random random = new Random(20260102);
        for (long user : USERS) {
            join(database, user);
        }

        for (int step = 0; step < 600; step++) {
            switch (random.nextInt(10)) {
                case 0, 1 -> read(database, random);
                case 2 -> redact(database, random);
                case 3 -> {
                    if (step % 40 == 3) {
                        join(database, USERS[random.nextInt(USERS.length)]);
                    }
                }
                default -> send(database, random, USERS[random.nextInt(USERS.length)]);
            }
            for (long user : USERS) {
                Unread found = unread(database, user);
                assertThat(found).as("step %d, user %d", step, user).isEqualTo(model.unread(user));
            }
        }

        assertThat(model.happenings).hasSizeGreaterThan(300);
    }

    @EachEngine
    void of_nothingSent_isNothing(TestDatabase test) {
        Database database = test.open();

        Unread unread = unread(database, USERS[0]);

        assertThat(unread).isEqualTo(new Unread(Unread.Counts.NONE, Map.of()));
    }

    private Unread unread(Database database, long user) {
        return database.read(tx -> counts.of(tx, ROOM, user, Floors.read(tx, ROOM, user)));
    }

    /// Makes the user joined by an event that nobody counts.
    private void join(Database database, long user) {
        Happening event = append(database, user, CountsModel.MAIN, false, Set.of(), false);
        write(
                database,
                new LocalMembershipRow(
                        user, ROOM, 2, event.event, 0, null, false, event.ord, null));
        model.joined(user, event.ord);
    }

    private void send(Database database, Random random, long sender) {
        Set<Long> mentioned = new HashSet<>();
        for (long user : USERS) {
            if (user != sender && random.nextInt(8) == 0) {
                mentioned.add(user);
            }
        }
        append(
                database,
                sender,
                thread(random),
                random.nextInt(4) != 0,
                mentioned,
                random.nextInt(12) == 0);
    }

    /// The main timeline, or a thread whose root is one of the first few events of it.
    private long thread(Random random) {
        List<Happening> roots =
                model.happenings.stream()
                        .filter(event -> event.thread == CountsModel.MAIN)
                        .limit(6)
                        .toList();
        return random.nextBoolean()
                ? CountsModel.MAIN
                : roots.get(random.nextInt(roots.size())).event;
    }

    private Happening append(
            Database database,
            long sender,
            long thread,
            boolean counted,
            Set<Long> mentioned,
            boolean mentionsRoom) {
        long number = nextEvent++;
        long ord = FIRST_ORD + model.happenings.size();
        if (counted) {
            totals.merge(thread, 1L, Long::sum);
        }
        EventRow.Builder row =
                EventRow.builder(number, ByteBuffer.allocate(8).putLong(number).array(), ROOM)
                        .slot(0)
                        .ord(ord)
                        .sender(sender)
                        .type(1)
                        .ts(number)
                        .depth(number)
                        .flags(counted ? COUNTED : 0)
                        .stateLine(1L)
                        .stateVersion(1L)
                        .countedMain(totals.getOrDefault(CountsModel.MAIN, 0L));
        List<Row> rows = new ArrayList<>();
        if (thread != CountsModel.MAIN) {
            row.thread(thread).countedThread(totals.getOrDefault(thread, 0L));
            rows.add(new ThreadRow(ROOM, thread, ord, number));
        }
        rows.add(row.build());
        rows.add(new ReceiptRow(ROOM, sender, SENT, thread, ord, number, number, 0));
        mentioned.forEach(user -> rows.add(new MentionRow(ROOM, user, ord, thread, !counted)));
        if (mentionsRoom) {
            rows.add(new MentionRow(ROOM, 0, ord, thread, !counted));
        }
        write(database, rows.toArray(new Row[0]));
        Happening happening = new Happening(number, ord, thread, counted, mentioned, mentionsRoom);
        model.happenings.add(happening);
        model.read(sender, thread, ord);
        return happening;
    }

    private void read(Database database, Random random) {
        Happening event = model.happenings.get(random.nextInt(model.happenings.size()));
        long user = USERS[random.nextInt(USERS.length)];
        long thread = random.nextInt(3) == 0 ? ReceiptThreads.UNTHREADED : event.thread;
        int kind = random.nextInt(2);
        long kept =
                database.read(
                        tx -> new ReceiptRepository().ord(tx, ROOM, user, kind, thread).orElse(0));
        if (kept < event.ord) {
            write(
                    database,
                    new ReceiptRow(ROOM, user, kind, thread, event.ord, event.event, event.ord, 0));
        }
        model.read(user, thread, event.ord);
    }

    private void redact(Database database, Random random) {
        Happening event = model.happenings.get(random.nextInt(model.happenings.size()));
        if (event.redacted) {
            return;
        }
        event.redacted = true;
        List<Row> rows = new ArrayList<>();
        if (event.counted) {
            rows.add(new UncountedRow(ROOM, event.thread, event.ord));
        }
        rows.add(new DeleteMention(ROOM, 0, event.ord));
        event.mentioned.forEach(user -> rows.add(new DeleteMention(ROOM, user, event.ord)));
        write(database, rows.toArray(new Row[0]));
    }

    private static void write(Database database, Row... rows) {
        database.execute(
                tx -> {
                    var _ = tx.nextPosition();
                    for (Row row : rows) {
                        tx.add(row);
                    }
                });
    }
}

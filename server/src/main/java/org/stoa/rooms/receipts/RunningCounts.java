package org.stoa.rooms.receipts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stoa.rooms.receipts.Unread.Counts;
import org.stoa.storage.Tx;
import org.stoa.storage.receipts.CountRepository;
import org.stoa.storage.receipts.CountRepository.LastOfThread;
import org.stoa.storage.receipts.CountRepository.Mention;

/// Counts what a user has not read, from running totals: the cost depends neither on the number of unread events nor on
/// the number of members. Exact for users whose push rules come to the default ones. Thread-safe.
///
/// Each event carries how many counted events of the main timeline, and of its own thread, there were up to it. What is
/// unread in a thread is the difference between its newest event and the last one that a receipt covers, less those that
/// were redacted, plus those that count for this user only because they mention him. Sending counts as reading, so a
/// user's own events are never among them.
final class RunningCounts {
    private final CountRepository totals = new CountRepository();

    /// What a user has not read in a room.
    Unread of(Tx tx, long room, long user, Floors floors) {
        List<Mention> mentions = totals.mentionsAbove(tx, room, user, floors.everywhere());
        Counts main = main(tx, room, floors).plus(mentioned(mentions, ReceiptThreads.MAIN, floors));
        Map<Long, Counts> threads = new HashMap<>();
        for (LastOfThread thread : totals.threadsAbove(tx, room, floors.everywhere())) {
            if (thread.lastOrd() <= floors.of(thread.root())) {
                continue;
            }
            Counts counts =
                    inThread(tx, room, thread.root(), floors)
                            .plus(mentioned(mentions, thread.root(), floors));
            if (!counts.isNone()) {
                threads.put(thread.root(), counts);
            }
        }
        return new Unread(main, threads);
    }

    /// What mentions a user in a room, or everybody, and he has not read: each of it is a notification that stands out.
    Unread mentions(Tx tx, long room, long user, Floors floors) {
        Unread.Builder unread = new Unread.Builder();
        for (Mention mention : totals.mentionsAbove(tx, room, user, floors.everywhere())) {
            if (mention.ord() > floors.of(mention.thread())) {
                unread.add(mention.thread(), true);
            }
        }
        return unread.build();
    }

    private Counts main(Tx tx, long room, Floors floors) {
        long floor = floors.of(ReceiptThreads.MAIN);
        long counted = totals.mainTotal(tx, room) - totals.mainTotalAt(tx, room, floor);
        return new Counts(counted - totals.uncountedAbove(tx, room, ReceiptThreads.MAIN, floor), 0);
    }

    private Counts inThread(Tx tx, long room, long root, Floors floors) {
        long floor = floors.of(root);
        long counted =
                totals.threadTotal(tx, room, root) - totals.threadTotalAt(tx, room, root, floor);
        return new Counts(counted - totals.uncountedAbove(tx, room, root, floor), 0);
    }

    private static Counts mentioned(List<Mention> mentions, long thread, Floors floors) {
        long extras = 0;
        long highlights = 0;
        for (Mention mention : mentions) {
            if (mention.thread() == thread && mention.ord() > floors.of(thread)) {
                highlights++;
                extras += mention.extra() ? 1 : 0;
            }
        }
        return new Counts(extras, highlights);
    }
}

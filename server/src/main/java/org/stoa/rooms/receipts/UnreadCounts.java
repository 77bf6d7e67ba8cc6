package org.stoa.rooms.receipts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stoa.rooms.receipts.Unread.Counts;
import org.stoa.storage.Tx;
import org.stoa.storage.receipts.CountRepository;
import org.stoa.storage.receipts.CountRepository.LastOfThread;
import org.stoa.storage.receipts.CountRepository.Mention;
import org.stoa.storage.receipts.ReceiptRepository;
import org.stoa.storage.rooms.MembershipRepository;

/// Counts what a user has not read, from running totals: the cost depends neither on the number of unread events nor on
/// the number of members. Thread-safe.
///
/// Each event carries how many counted events of the main timeline, and of its own thread, there were up to it. What is
/// unread in a thread is the difference between its newest event and the last one that a receipt covers, less those that
/// were redacted, plus those that count for this user only because they mention him. Sending counts as reading, so a
/// user's own events are never among them. Exact for users whose push rules are the default ones.
///
/// Spec: client-server-api#receiving-notifications (v1.19).
public final class UnreadCounts {
    private final CountRepository totals = new CountRepository();
    private final ReceiptRepository receipts = new ReceiptRepository();
    private final MembershipRepository memberships = new MembershipRepository();

    /// How far the user has read: in each thread, and at least everywhere.
    private record Floors(long everywhere, Map<Long, Long> byThread) {
        long of(long thread) {
            return Math.max(everywhere, byThread.getOrDefault(thread, 0L));
        }
    }

    /// What a user has not read in a room.
    public Unread of(Tx tx, long room, long user) {
        Floors floors = floors(tx, room, user);
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

    private Floors floors(Tx tx, long room, long user) {
        Map<Long, Long> byThread = new HashMap<>();
        for (ReceiptRepository.Floor floor : receipts.floors(tx, room, user)) {
            byThread.put(floor.thread(), floor.ord());
        }
        long joined =
                memberships
                        .of(tx, user, room)
                        .map(MembershipRepository.LocalMembership::joinedOrd)
                        .orElse(0L);
        long unthreaded = byThread.getOrDefault(ReceiptThreads.UNTHREADED, 0L);
        return new Floors(Math.max(joined, unthreaded), byThread);
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

package org.stoa.rooms.receipts;

import java.util.HashMap;
import java.util.Map;
import org.stoa.storage.Tx;
import org.stoa.storage.receipts.ReceiptRepository;
import org.stoa.storage.rooms.MembershipRepository;

/// How far a user has read a room: in each thread, and at least everywhere. What is not above a floor is read.
///
/// Public and private receipts, and what he sent, count alike: the one that is further ahead holds. What was before he
/// joined was never unread.
///
/// Spec: client-server-api#marking-notifications-as-read (v1.19).
record Floors(long everywhere, Map<Long, Long> byThread) {
    private static final ReceiptRepository RECEIPTS = new ReceiptRepository();
    private static final MembershipRepository MEMBERSHIPS = new MembershipRepository();

    static Floors read(Tx tx, long room, long user) {
        Map<Long, Long> byThread = new HashMap<>();
        for (ReceiptRepository.Floor floor : RECEIPTS.floors(tx, room, user)) {
            byThread.put(floor.thread(), floor.ord());
        }
        long joined =
                MEMBERSHIPS
                        .of(tx, user, room)
                        .map(MembershipRepository.LocalMembership::joinedOrd)
                        .orElse(0L);
        long unthreaded = byThread.getOrDefault(ReceiptThreads.UNTHREADED, 0L);
        return new Floors(Math.max(joined, unthreaded), byThread);
    }

    long of(long thread) {
        return Math.max(everywhere, byThread.getOrDefault(thread, 0L));
    }
}

package org.stoa.sync.v3;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoa.storage.Position;
import org.stoa.storage.Tx;
import org.stoa.storage.accounts.AccountDataEntry;
import org.stoa.storage.accounts.AccountDataRepository;
import org.stoa.storage.receipts.ReceiptRepository;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;

/// The rows of the user's own that changed in a span.
///
/// @param memberships by room; also those that changed again after the span, since what they were inside it is lost
/// @param accountData by room; 0 for global
/// @param privateReceipts rooms with a new private receipt of the user
record OwnChanges(
        Map<Long, LocalMembership> memberships,
        Map<Long, List<AccountDataEntry>> accountData,
        Set<Long> privateReceipts) {

    static final OwnChanges NONE = new OwnChanges(Map.of(), Map.of(), Set.of());

    private static final MembershipRepository MEMBERSHIPS = new MembershipRepository();
    private static final AccountDataRepository ACCOUNT_DATA = new AccountDataRepository();
    private static final ReceiptRepository RECEIPTS = new ReceiptRepository();

    static OwnChanges read(Tx tx, long user, SyncSpan span) {
        Map<Long, LocalMembership> memberships = new HashMap<>();
        for (LocalMembership row : MEMBERSHIPS.ofUserSince(tx, user, span.from(), Long.MAX_VALUE)) {
            memberships.put(row.room(), row);
        }
        Map<Long, List<AccountDataEntry>> accountData = new HashMap<>();
        for (AccountDataEntry entry :
                ACCOUNT_DATA.changed(
                        tx, user, new Position(span.from()), new Position(span.to()))) {
            accountData.computeIfAbsent(entry.room(), first -> new ArrayList<>()).add(entry);
        }
        Set<Long> privateReceipts =
                new HashSet<>(RECEIPTS.roomsOfPrivate(tx, user, span.from(), span.to()));
        return new OwnChanges(memberships, accountData, privateReceipts);
    }

    boolean isEmpty() {
        return memberships.isEmpty() && accountData.isEmpty() && privateReceipts.isEmpty();
    }
}

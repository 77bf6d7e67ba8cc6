package org.stoa.rooms.send;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.stoa.platform.LongHashSet;

/// What is kept in memory of the transactions of one device: of each a number, so that a new one is known to be new without
/// asking the database, and of the newest ones the event. Thread-safe.
final class SentTransactions {
    /// With more than this in a day the database is asked each time.
    static final int MOST = 10_000;

    /// A device wants to know its own transaction id of the events that it just sent, not of older ones.
    private static final int NEWEST = 100;

    private final LongHashSet known = new LongHashSet();
    private boolean tooMany;
    private final Map<Long, String> byEvent =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
                    return size() > NEWEST;
                }
            };

    /// Adds a transaction, the older ones first.
    ///
    /// @param request what [TransactionKey#request] gives
    synchronized void add(long request, String txnId, long event) {
        tooMany = tooMany || known.size() >= MOST;
        if (!tooMany) {
            known.add(number(request));
        }
        byEvent.put(event, txnId);
    }

    /// Forgets which event a transaction led to; its number stays, which only costs a look into the database.
    synchronized void forget(long event) {
        byEvent.remove(event);
    }

    /// Whether the device may have had this transaction; false only when it had not.
    synchronized boolean mayHave(long request) {
        return tooMany || known.contains(number(request));
    }

    /// The transaction id that led to an event; empty when none of the newest did.
    synchronized Optional<String> txnId(long event) {
        return Optional.ofNullable(byEvent.get(event));
    }

    /// The set takes positive numbers; two transactions may have the same one, then the database tells.
    private static long number(long request) {
        return Math.max(1, request & Long.MAX_VALUE);
    }
}

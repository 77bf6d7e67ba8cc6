package org.stoa.rooms.send;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Time;
import org.stoa.storage.Database;
import org.stoa.storage.Pending;
import org.stoa.storage.rooms.TransactionRepository;
import org.stoa.storage.rows.SentTransactionRow;

/// What the transaction ids of each device led to, so that a retransmission gives the first answer again.
///
/// Each is stored in the same write as its event. Those on their way to the commit are looked up in memory, the others in the
/// database, unless memory knows that there are none: {@link SentTransactions}. Thread-safe; one key is only looked up
/// and started under the lock of its room.
public final class TransactionIds {
    /// The device of events that were sent later than they were asked for; their transaction id is that of the delay. It is
    /// no device's id that anybody is given.
    public static final String DELAYED = "/delayed";

    private static final int MAX_DEVICES = 10_000;
    private static final Duration IDLE = Duration.ofHours(1);

    private final Database database;
    private final Time time;
    private final TransactionRepository repository = new TransactionRepository();
    private final Map<TransactionKey, Outcome> started = new ConcurrentHashMap<>();
    private final Cache<Device, SentTransactions> devices =
            Caffeine.newBuilder()
                    .executor(Runnable::run)
                    .maximumSize(MAX_DEVICES)
                    .expireAfterAccess(IDLE)
                    .build();

    private record Device(long userNid, String device) {}

    /// What a transaction led to.
    ///
    /// @param event number of the event
    /// @param pending its write, while it may not be committed
    public record Outcome(long event, @Nullable Pending pending) {}

    /// Creates it.
    public TransactionIds(Database database, Time time) {
        this.database = database;
        this.time = time;
    }

    /// What the transaction led to before; empty when it is new.
    public Optional<Outcome> find(TransactionKey key) {
        Outcome underWay = started.get(key);
        if (underWay != null) {
            return Optional.of(underWay);
        }
        long request = key.request();
        if (!sent(key.userNid(), key.device()).mayHave(request)) {
            return Optional.empty();
        }
        return database.read(
                        tx ->
                                repository.find(
                                        tx, key.userNid(), key.device(), request, key.txnId()))
                .map(event -> new Outcome(event, null));
    }

    /// What is stored of the transaction, in the write of the event that it leads to.
    SentTransactionRow row(TransactionKey key, long event) {
        return new SentTransactionRow(
                event, key.userNid(), key.request(), time.millis(), key.device(), key.txnId());
    }

    /// Remembers what the transaction leads to when its write is committed.
    public void started(TransactionKey key, long event, Pending pending) {
        started.put(key, new Outcome(event, pending));
        sent(key.userNid(), key.device()).add(key.request(), key.txnId(), event);
    }

    /// Says that the write of a transaction is durable.
    public void committed(TransactionKey key, long event) {
        // Once more: the device may have been dropped from memory meanwhile, and read without it.
        sent(key.userNid(), key.device()).add(key.request(), key.txnId(), event);
        noLongerUnderWay(key, event);
    }

    /// Forgets a transaction whose write failed.
    public void failed(TransactionKey key, long event) {
        sent(key.userNid(), key.device()).forget(event);
        noLongerUnderWay(key, event);
    }

    /// The transaction id with which a device sent one of its newest events; empty when another device did.
    public Optional<String> txnId(long userNid, String device, long event) {
        return sent(userNid, device).txnId(event);
    }

    private void noLongerUnderWay(TransactionKey key, long event) {
        started.computeIfPresent(key, (same, outcome) -> outcome.event() == event ? null : outcome);
    }

    private SentTransactions sent(long userNid, String device) {
        return devices.get(new Device(userNid, device), this::load);
    }

    private SentTransactions load(Device device) {
        SentTransactions sent = new SentTransactions();
        for (TransactionRepository.TransactionRecord record :
                database.read(
                                tx ->
                                        repository.ofDevice(
                                                tx,
                                                device.userNid(),
                                                device.device(),
                                                SentTransactions.MOST + 1))
                        .reversed()) {
            sent.add(record.request(), record.txnId(), record.event());
        }
        return sent;
    }
}

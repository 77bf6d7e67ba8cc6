package org.stoa.rooms.send;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.Database;
import org.stoa.storage.Pending;
import org.stoa.storage.rooms.TransactionRepository;

/// What the transaction ids of each device led to, so that a retransmission gives the first answer again.
///
/// The ids of a device are read from the database once and then kept in memory while it sends; each new one is stored
/// in the same write as its event. Thread-safe.
public final class TransactionIds {
    /// How many ids of one device are read; clients retransmit the newest only.
    private static final int PER_DEVICE = 1_000;

    private static final int MAX_DEVICES = 20_000;
    private static final Duration IDLE = Duration.ofHours(1);

    private final Database database;
    private final TransactionRepository repository = new TransactionRepository();
    private final Cache<Device, Sent> devices =
            Caffeine.newBuilder().maximumSize(MAX_DEVICES).expireAfterAccess(IDLE).build();

    private record Device(long userNid, String device) {}

    private record Id(String endpoint, String txnId) {}

    /// What a transaction led to.
    ///
    /// @param event number of the event
    /// @param pending its write, while it may not be committed
    public record Outcome(long event, @Nullable Pending pending) {}

    private static final class Sent {
        final Map<Id, Outcome> outcomes = new ConcurrentHashMap<>();
        final Map<Long, String> byEvent = new ConcurrentHashMap<>();

        void put(Id id, Outcome outcome) {
            if (outcomes.size() > PER_DEVICE * 10) {
                outcomes.clear();
                byEvent.clear();
            }
            outcomes.put(id, outcome);
            byEvent.put(outcome.event(), id.txnId());
        }
    }

    /// Creates it.
    public TransactionIds(Database database) {
        this.database = database;
    }

    /// What the transaction led to before; empty when it is new.
    public Optional<Outcome> find(TransactionKey key) {
        return Optional.ofNullable(
                sent(key.userNid(), key.device())
                        .outcomes
                        .get(new Id(key.endpoint(), key.txnId())));
    }

    /// Remembers what the transaction leads to when its write is committed.
    public void started(TransactionKey key, long event, Pending pending) {
        sent(key.userNid(), key.device())
                .put(new Id(key.endpoint(), key.txnId()), new Outcome(event, pending));
    }

    /// Forgets a transaction whose write failed.
    public void failed(TransactionKey key, long event) {
        Sent sent = sent(key.userNid(), key.device());
        sent.outcomes.remove(new Id(key.endpoint(), key.txnId()));
        sent.byEvent.remove(event);
    }

    /// The transaction id with which a device sent an event; empty when another device did.
    public Optional<String> txnId(long userNid, String device, long event) {
        return Optional.ofNullable(sent(userNid, device).byEvent.get(event));
    }

    private Sent sent(long userNid, String device) {
        return devices.get(new Device(userNid, device), this::load);
    }

    private Sent load(Device device) {
        Sent sent = new Sent();
        for (TransactionRepository.TransactionRecord record :
                database.read(
                        tx ->
                                repository.ofDevice(
                                        tx, device.userNid(), device.device(), PER_DEVICE))) {
            sent.put(new Id(record.endpoint(), record.txnId()), new Outcome(record.event(), null));
        }
        return sent;
    }
}

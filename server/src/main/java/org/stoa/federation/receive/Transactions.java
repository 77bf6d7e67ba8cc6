package org.stoa.federation.receive;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.stoa.platform.Coalescer;
import org.stoa.platform.Time;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.Database;
import org.stoa.storage.WriteTx;
import org.stoa.storage.federation.InboundTransactionRepository;

/// Takes in transactions, each once: one that comes again gets the answer that it got before, also while it is still being
/// worked on, and for a day over restarts; one of which no event was taken in is just tried again. Thread-safe.
///
/// All that a transaction does may be done twice, so one whose answer was lost does no harm either.
///
/// Spec: server-server-api#transactions (v1.19).
public final class Transactions {
    private static final byte[] NO_PDUS = "{\"pdus\":{}}".getBytes(StandardCharsets.UTF_8);

    /// Answers that are not durable yet. Whoever comes when there are so many waits for the row.
    private static final int MAX_UNWRITTEN = 1_000;

    private final Database database;
    private final Time time;
    private final IncomingPdus pdus;
    private final IncomingEdus edus;
    private final InboundTransactionRepository repository = new InboundTransactionRepository();
    private final Coalescer<Key, byte[]> running = new Coalescer<>();
    private final Map<Key, byte[]> unwritten = new ConcurrentHashMap<>();

    Transactions(Database database, Time time, IncomingPdus pdus, IncomingEdus edus) {
        this.database = database;
        this.time = time;
        this.pdus = pdus;
        this.edus = edus;
    }

    private record Key(String origin, String id) {}

    /// Returns the answer, as JSON: what became of each event.
    public byte[] receive(Transaction transaction) {
        Key key = new Key(transaction.origin().text(), transaction.id());
        return running.get(key, () -> answered(key).orElseGet(() -> work(key, transaction)));
    }

    private Optional<byte[]> answered(Key key) {
        return Optional.ofNullable(unwritten.get(key))
                .or(() -> database.read(tx -> repository.answer(tx, key.origin(), key.id())));
    }

    private byte[] work(Key key, Transaction transaction) {
        if (transaction.pdus().isEmpty()) {
            // Nothing that is worth a row: taking them in again changes nothing.
            edus.receive(transaction.origin(), transaction.edus());
            return NO_PDUS.clone();
        }
        Map<EventId, PduResult> received = pdus.receive(transaction.origin(), transaction.pdus());
        JsonObject.Builder results = JsonObject.builder();
        received.forEach((id, result) -> results.put(id.toString(), result.toJson()));
        edus.receive(transaction.origin(), transaction.edus());
        byte[] answer = JsonObject.of("pdus", results.build()).toBytes();
        if (received.containsValue(PduResult.DONE)) {
            remember(key, answer, transaction.edus().isEmpty());
        }
        return answer;
    }

    /// That the events are here says the same as the answer, which so need not be durable before it goes out. What is ephemeral
    /// leaves no such trace.
    private void remember(Key key, byte[] answer, boolean onlyEvents) {
        long now = time.millis();
        Consumer<WriteTx> row = tx -> repository.put(tx, key.origin(), key.id(), now, answer);
        if (!onlyEvents || unwritten.size() >= MAX_UNWRITTEN) {
            database.execute(row);
            return;
        }
        unwritten.put(key, answer);
        database.later(
                tx -> {
                    tx.onCommitted(() -> unwritten.remove(key));
                    tx.onFailed(() -> unwritten.remove(key));
                    row.accept(tx);
                });
    }
}

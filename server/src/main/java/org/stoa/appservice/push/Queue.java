package org.stoa.appservice.push;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.Database;
import org.stoa.storage.Position;
import org.stoa.storage.appservice.AppServiceRepository;
import org.stoa.storage.appservice.AppServiceRepository.QueueRow;

/// The transactions of one service: the pending one, stored word for word before it is first sent, and up to where the stream
/// was read. Only one thread changes it.
///
/// An acknowledged transaction is taken out of the database together with what comes next, so that each transaction costs one
/// write. After a crash in between it is sent again, as it was.
final class Queue {
    /// Rows that concern nobody are read again after a crash, at most so many.
    private static final long UNSTORED = 20_000;

    private static final int HASH_BYTES = 6;

    private final String service;
    private final Database database;
    private final AppServiceRepository repository = new AppServiceRepository();
    private QueueRow stored = new QueueRow(0, 0, 0, null);
    private volatile QueueRow now = stored;
    private Named named = new Named(0, "");

    /// The id of a transaction by its number: it takes reading all of it to make, and is not made for each try.
    private record Named(long transaction, String id) {}

    Queue(String service, Database database) {
        this.service = service;
        this.database = database;
    }

    /// Reads where it was; a new service is told what happens from now on.
    void open(Position frontier) {
        stored =
                database.read(tx -> repository.find(tx, service))
                        .orElseGet(() -> store(new QueueRow(frontier.value(), 0, 0, null)));
        now = stored;
    }

    /// Up to where the stream is in transactions.
    Position reached() {
        return new Position(now.reached());
    }

    /// How many events the pending transaction has.
    long pendingEvents() {
        return now.events();
    }

    /// The pending transaction; null when there is none.
    byte @Nullable [] pending() {
        return now.body();
    }

    /// The id of the pending transaction: the same content has the same id, and another content another, also when the
    /// database was restored from a copy and the numbers begin again.
    String pendingId() {
        if (named.transaction() != now.transactions()) {
            named = new Named(now.transactions(), idOf(now));
        }
        return named.id();
    }

    private static String idOf(QueueRow row) {
        byte[] body = row.body();
        if (body == null) {
            throw new IllegalStateException("nothing is pending");
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return row.transactions() + "-" + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /// Makes a transaction the pending one, durably.
    void add(Batch batch) {
        byte[] body = batch.toBody();
        stored =
                store(
                        new QueueRow(
                                batch.reached().value(),
                                now.transactions() + 1,
                                batch.events().size(),
                                body));
        now = stored;
    }

    /// Goes on in the stream over what concerns nobody.
    void skipTo(Position position) {
        now = new QueueRow(position.value(), now.transactions(), 0, null);
        if (now.reached() - stored.reached() > UNSTORED) {
            settle();
        }
    }

    /// The pending transaction was acknowledged.
    void acknowledged() {
        now = new QueueRow(now.reached(), now.transactions(), 0, null);
    }

    /// Stores that nothing is pending, if that is not stored.
    void settle() {
        if (now.body() == null
                && (stored.body() != null || now.reached() - stored.reached() > UNSTORED)) {
            stored = store(now);
        }
    }

    private QueueRow store(QueueRow row) {
        database.execute(tx -> repository.put(tx, service, row));
        return row;
    }
}

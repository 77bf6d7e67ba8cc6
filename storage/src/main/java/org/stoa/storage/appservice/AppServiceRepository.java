package org.stoa.storage.appservice;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `app_service`: how far each application service was told.
public final class AppServiceRepository {

    /// How far one was told.
    ///
    /// @param reached position up to where everything was put into transactions, the pending one included
    /// @param transactions how many transactions there were, the pending one included
    /// @param events how many events the pending one holds
    /// @param body the pending one; null when all were acknowledged
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
    public record QueueRow(long reached, long transactions, long events, byte @Nullable [] body) {}

    /// Returns how far a service was told; empty when it is new.
    public Optional<QueueRow> find(Tx tx, String service) {
        return tx.one(
                "SELECT reached, transactions, events, body FROM app_service WHERE service = ?",
                row ->
                        new QueueRow(
                                row.number(1), row.number(2), row.number(3), row.bytesOrNull(4)),
                service);
    }

    /// The services of which it is known how far they were told; a handful.
    public List<String> services(Tx tx) {
        return tx.list("SELECT service FROM app_service ORDER BY service", row -> row.text(1));
    }

    /// Says how far a service was told.
    public void put(WriteTx tx, String service, QueueRow row) {
        tx.update(
                """
                INSERT INTO app_service (service, reached, transactions, events, body)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (service) DO UPDATE
                   SET reached = excluded.reached, transactions = excluded.transactions,
                       events = excluded.events, body = excluded.body
                """,
                service,
                row.reached(),
                row.transactions(),
                row.events(),
                row.body());
    }

    /// Forgets a service.
    public void delete(WriteTx tx, String service) {
        tx.update("DELETE FROM app_service WHERE service = ?", service);
    }
}

package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// The answer to a request with a transaction id.
///
/// @param user number of the user
/// @param device id of the device
/// @param endpoint path of the request without the transaction id
/// @param txnId the transaction id
/// @param event number of the event that the request made
/// @param slot slot of the event
/// @param ts when, in milliseconds
public record TransactionIdRow(
        long user, String device, String endpoint, String txnId, long event, int slot, long ts)
        implements Row {
    private static final RowKind KIND =
            RowKind.upsert("transaction_id")
                    .key("user_nid")
                    .textKey("device", "endpoint", "txn_id")
                    .numbers("event", "pos", "ts")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(user)
                .text(device)
                .text(endpoint)
                .text(txnId)
                .number(event)
                .position(slot)
                .number(ts);
    }
}

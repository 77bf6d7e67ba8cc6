package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// The answer to a request with a transaction id.
///
/// @param event number of the event that the request made
/// @param user number of the user
/// @param request number of device, path and transaction id
/// @param ts when it was sent, in milliseconds
/// @param device id of the device
/// @param txnId the transaction id
public record SentTransactionRow(
        long event, long user, long request, long ts, String device, String txnId) implements Row {
    private static final RowKind KIND =
            RowKind.upsert("sent_transaction")
                    .key("event")
                    .numbers("user_nid", "request", "ts")
                    .texts("device", "txn_id")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(event).number(user).number(request).number(ts).text(device).text(txnId);
    }
}

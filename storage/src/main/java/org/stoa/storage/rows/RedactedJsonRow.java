package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// The bytes from before a redaction, kept for a time.
///
/// @param event number of the redacted event
/// @param dictionary how the bytes are packed
/// @param client what clients got, packed
/// @param expiresTs when the row may go, in milliseconds
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to the database, never compared
public record RedactedJsonRow(long event, long dictionary, byte[] client, long expiresTs)
        implements Row {
    private static final RowKind KIND =
            RowKind.upsert("redacted_json")
                    .key("event")
                    .numbers("dictionary")
                    .bytes("client")
                    .numbers("expires_ts")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(event).number(dictionary).bytes(client).number(expiresTs);
    }

    @Override
    public int weight() {
        return 128 + client.length;
    }
}

package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// The bytes of an event. Adding it again replaces them (redaction).
///
/// @param event number of the event
/// @param dictionary how the bytes are packed; see [org.stoa.storage.EventBytesCodec]
/// @param client what clients get, packed
/// @param federation what only peers get, packed
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to the database, never compared
public record EventJsonRow(long event, long dictionary, byte[] client, byte[] federation)
        implements Row {
    private static final RowKind KIND =
            RowKind.upsert("event_json")
                    .key("event")
                    .numbers("dictionary")
                    .bytes("client", "federation")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(event).number(dictionary).bytes(client).bytes(federation);
    }

    @Override
    public int weight() {
        return 128 + client.length + federation.length;
    }
}

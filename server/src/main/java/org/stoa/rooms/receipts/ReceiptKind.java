package org.stoa.rooms.receipts;

import java.util.Optional;

/// The kinds of receipts that are served to clients. (Our own kind `sent` is never served.)
///
/// Spec: client-server-api#receipts (v1.19).
public enum ReceiptKind {
    /// Seen by everybody in the room.
    READ("m.read", 0),
    /// Seen by the reader only.
    READ_PRIVATE("m.read.private", 1);

    private final String type;
    private final long stored;

    ReceiptKind(String type, long stored) {
        this.type = type;
        this.stored = stored;
    }

    /// The kind with the name that clients use.
    public static Optional<ReceiptKind> of(String type) {
        for (ReceiptKind kind : values()) {
            if (kind.type.equals(type)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /// The kind that a number of the database stands for.
    ///
    /// Throws IllegalArgumentException for the number of a kind that is not served.
    public static ReceiptKind ofStored(long number) {
        for (ReceiptKind kind : values()) {
            if (kind.stored == number) {
                return kind;
            }
        }
        throw new IllegalArgumentException("receipts of kind " + number + " are not served");
    }

    /// The name that clients use, such as `m.read`.
    public String type() {
        return type;
    }

    /// The number that stands for it in the database.
    public long stored() {
        return stored;
    }
}

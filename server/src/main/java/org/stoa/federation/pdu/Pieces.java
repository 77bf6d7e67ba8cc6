package org.stoa.federation.pdu;

import java.util.ArrayList;
import java.util.List;
import org.stoa.protocol.json.JsonObject;

/// Some events that are in memory together.
final class Pieces {
    /// As many as are stored by one write.
    private static final int MAX = 200;

    private static final long MAX_BYTES = 8 << 20;

    private final List<Piece> all = new ArrayList<>();
    private long bytes;

    void add(Piece piece) {
        all.add(piece);
        bytes += piece.bytes();
    }

    boolean isFull() {
        return all.size() >= MAX || bytes >= MAX_BYTES;
    }

    List<Piece> all() {
        return all;
    }

    List<JsonObject> objects() {
        return all.stream().map(Piece::object).toList();
    }

    void clear() {
        all.clear();
        bytes = 0;
    }
}

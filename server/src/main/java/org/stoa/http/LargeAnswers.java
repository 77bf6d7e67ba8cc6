package org.stoa.http;

import java.io.IOException;
import java.io.OutputStream;

/// Sees to it that answers of any size, and readers of any slowness, take a bounded part of the memory. Thread-safe.
///
/// - An answer that is made piece by piece has one piece in memory, a few of them are made at the same time, and it goes out whole
///   when it is no larger than one piece.
/// - What waits for its readers is counted ([HeldBytes]): an answer for which there is no room is refused before it begins.
final class LargeAnswers {
    /// What an answer that is made piece by piece takes of the memory: a piece, and what is larger of its last element.
    private static final int PIECE = 2 * JsonPieces.BYTES;

    private final Turns turns = new Turns();
    private final HeldBytes held;

    LargeAnswers(HeldBytes held) {
        this.held = held;
    }

    /// Makes the first piece, when the answer is made piece by piece: it is whole then, or knows how it goes on.
    ///
    /// Errors: what the first piece throws; M_LIMIT_EXCEEDED after a minute in line.
    Response begun(Response response) {
        if (!(response.body() instanceof Response.Body.Pieces(JsonBuffer begun, JsonPieces more))) {
            return response;
        }
        boolean hasMore = turns.makeMore(more, begun);
        return response.withBody(
                hasMore
                        ? new Response.Body.Streamed(out -> stream(begun, more, out))
                        : new Response.Body.Bytes(begun.toBytes()));
    }

    private void stream(JsonBuffer piece, JsonPieces more, OutputStream out) throws IOException {
        boolean hasMore = true;
        while (hasMore) {
            piece.drainTo(out);
            hasMore = turns.makeMore(more, piece);
        }
        piece.drainTo(out);
    }

    /// Counts the answer until it is sent.
    ///
    /// Errors: M_LIMIT_EXCEEDED when too much waits for its readers.
    ///
    /// @param who reads it: one alone does not take all of the memory
    Response counted(Response response, String who) {
        long bytes =
                switch (response.body()) {
                    case Response.Body.Bytes(byte[] whole) -> whole.length;
                    case Response.Body.Streamed _, Response.Body.Pieces _ -> PIECE;
                };
        if (bytes <= JettyHandler.AT_ONCE) {
            return response;
        }
        held.take(who, bytes);
        return response.whenSent(() -> held.release(who, bytes));
    }
}

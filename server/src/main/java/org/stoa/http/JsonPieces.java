package org.stoa.http;

/// A JSON answer of any size that is made piece by piece, each when the one before is on its way: it is never in memory as a
/// whole. For one thread at a time.
@FunctionalInterface
public interface JsonPieces {
    /// About as many bytes are made at once; an answer that is not larger goes out whole, with its length. What has up to that
    /// many bytes more than its last element is still a good piece.
    int BYTES = 128 << 10;

    /// Writes the next piece, which may be small, and returns whether there is another.
    ///
    /// Errors: what the first piece throws becomes the answer; later ones can only cut the connection.
    boolean writeNext(JsonBuffer out);
}

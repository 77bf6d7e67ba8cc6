package org.stoa.http;

/// One operation of an API: what its route is, and what it answers. One small class each, thread-safe.
public interface Endpoint {

    /// Returns the route; always the same one.
    Route route();

    /// Answers one request, on a thread of its own that may block.
    ///
    /// Errors: a [org.stoa.protocol.error.MatrixException] is answered as it says; anything else thrown is a bug of
    /// the server, logged, and answered with 500 M_UNKNOWN.
    Response handle(Request request);
}

package org.stoa.testing;

import java.util.Map;

/// How requests of a test reach a server: through its router in memory, or over a socket.
public interface Transport {
    /// Asks and waits for the answer.
    ///
    /// @param target the raw path and query
    Answer exchange(String method, String target, Map<String, String> headers, byte[] body);
}

package org.stoa.http;

import java.io.IOException;
import java.io.OutputStream;

/// Writes the body of a response piece by piece, so that it is never in memory as a whole.
@FunctionalInterface
public interface BodyWriter {

    /// Writes all of the body. The status has been sent by then, so an exception can only cut the connection.
    void write(OutputStream out) throws IOException;
}

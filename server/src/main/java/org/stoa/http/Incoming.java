package org.stoa.http;

import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request as a transport hands it to the pipeline: nothing decoded, the body not yet read.
interface Incoming {
    /// Returns the method as it came, such as `GET`.
    String method();

    /// Returns the path as it came, with its percent-encodings.
    String rawPath();

    /// Returns what follows the question mark, as it came.
    @Nullable String rawQuery();

    /// Returns the values of a header, in order; names in any case.
    List<String> headers(String name);

    /// Returns the length of the body that the client announced; -1 when it did not (chunked, or none).
    long contentLength();

    /// Returns the body; reading from it may fail with an [java.io.IOException] when the client is too slow or gone.
    InputStream body();

    /// Returns the other end of the connection: the client's address, or a proxy's.
    InetAddress peer();
}

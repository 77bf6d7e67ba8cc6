package org.stoa.http;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/// What an endpoint left unread of a request's body, because it had its answer before.
///
/// Source: RFC 9112, 9.3 and 9.6: a server that does not read the whole body has to close the connection, and should say so; a
/// client that is not told sends its next request into the void.
final class LeftBody {
    /// More than this is not read only to be thrown away.
    private static final int MOST = 1 << 20;

    private static final int BUFFER = 8 << 10;

    private LeftBody() {}

    /// Reads what is left of a body of moderate size; returns whether nothing is left, so that the connection can go on.
    static boolean isReadOn(Request request, Incoming incoming) {
        if (request.getLength() == 0) {
            return true;
        }
        boolean waitsForLeave = request.getHeaders().contains(HttpHeader.EXPECT);
        if (request.getLength() > MOST || waitsForLeave) {
            return request.consumeAvailable();
        }
        try {
            return endsWithin(incoming.body());
        } catch (IOException clientStopped) {
            return false;
        }
    }

    private static boolean endsWithin(InputStream body) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int count = 0; count <= MOST; ) {
            int read = body.read(buffer);
            if (read < 0) {
                return true;
            }
            count += read;
        }
        return false;
    }
}

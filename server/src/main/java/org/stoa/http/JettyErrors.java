package org.stoa.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// Answers what never became a request (a malformed head, one that is too large) as the API answers other errors.
final class JettyErrors implements Request.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(JettyErrors.class);

    @Override
    public boolean handle(Request request, Response out, Callback callback) {
        int status =
                request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer known
                        ? known
                        : 500;
        ErrorCode code =
                switch (status) {
                    case 413, 414, 431 -> ErrorCode.TOO_LARGE;
                    case 400, 404, 405 -> ErrorCode.UNRECOGNIZED;
                    default -> ErrorCode.UNKNOWN;
                };
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "Refused with {}: {}",
                    status,
                    String.valueOf(request.getAttribute(ErrorHandler.ERROR_EXCEPTION)));
        }
        byte[] bytes =
                new MatrixException(code, "The request cannot be understood (" + status + ")")
                        .toJson()
                        .toBytes();
        out.setStatus(status);
        out.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        CommonHeaders.ALL.forEach(header -> out.getHeaders().put(header.name(), header.value()));
        out.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        // Jetty closes the connection, since nobody knows where the next request begins.
        out.getHeaders().put(HttpHeader.CONNECTION, "close");
        out.write(true, ByteBuffer.wrap(bytes), callback);
        return true;
    }
}

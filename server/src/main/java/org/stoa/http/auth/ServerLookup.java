package org.stoa.http.auth;

import org.stoa.http.Request;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;

/// Finds out which server signed a request; declared here, implemented by what knows other servers. Thread-safe.
@FunctionalInterface
public interface ServerLookup {

    /// Knows no server.
    ServerLookup NOBODY =
            request -> {
                throw new MatrixException(
                        ErrorCode.UNAUTHORIZED, "This server does not talk to others");
            };

    /// Returns the server whose signature of method, target and body the `Authorization` header holds.
    ///
    /// Errors: M_UNAUTHORIZED when there is no valid signature; M_FORBIDDEN when the operator refuses the server; those of
    /// [Request#body()]. Spec: server-server-api#request-authentication (v1.19).
    ServerName find(Request request);
}

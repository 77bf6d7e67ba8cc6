package org.stoa.accounts.endpoint;

import org.stoa.http.Request;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// Users may only see and change what is their own where a path names a user.
final class OwnAccount {

    private OwnAccount() {}

    /// Returns who asks, if `{userId}` of the path names them. Errors: M_FORBIDDEN.
    static Requester of(Request request) {
        Requester requester = request.requester();
        if (!requester.userId().toString().equals(request.path("userId"))) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "You may only do that for your own account");
        }
        return requester;
    }
}

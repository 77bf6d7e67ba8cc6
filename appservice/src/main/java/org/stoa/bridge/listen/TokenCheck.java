package org.stoa.bridge.listen;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// Lets in who has the `hs_token`: in the header, or in the query as older homeservers send it; when both are given, both
/// must be right.
///
/// Spec: application-service-api#authorisation (v1.19).
final class TokenCheck {

    private static final String BEARER = "Bearer ";

    private final byte[] expected;

    TokenCheck(String token) {
        this.expected = token.getBytes(StandardCharsets.UTF_8);
    }

    void check(Request request) {
        String header = request.authorization();
        String parameter = request.query().get("access_token");
        if (header == null && parameter == null) {
            throw new MatrixException(ErrorCode.MISSING_TOKEN, "The hs_token is missing");
        }
        if (!isRight(header, BEARER) || !isRight(parameter, "")) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "The hs_token is another");
        }
    }

    private boolean isRight(@Nullable String given, String prefix) {
        if (given == null) {
            return true;
        }
        return given.regionMatches(true, 0, prefix, 0, prefix.length())
                && MessageDigest.isEqual(
                        expected,
                        given.substring(prefix.length()).getBytes(StandardCharsets.UTF_8));
    }
}

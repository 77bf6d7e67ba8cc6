package org.stoa.protocol.error;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The error codes of the specification, each with the HTTP status that it usually comes with.
///
/// Spec: client-server-api#standard-error-response, the `errcode`s of the other APIs and their endpoints (v1.19).
public enum ErrorCode {
    // Codes that any endpoint may answer with.
    BAD_JSON(400),
    FORBIDDEN(403),
    LIMIT_EXCEEDED(429),
    MISSING_TOKEN(401),
    NOT_FOUND(404),
    NOT_JSON(400),
    RESOURCE_LIMIT_EXCEEDED(403),
    UNKNOWN(500),
    UNKNOWN_DEVICE(400),
    UNKNOWN_TOKEN(401),
    UNRECOGNIZED(404),
    USER_LIMIT_EXCEEDED(403),
    USER_LOCKED(401),
    USER_SUSPENDED(403),

    // Codes of some endpoints of the client-server API.
    APPSERVICE_LOGIN_UNSUPPORTED(400),
    BAD_ALIAS(400),
    BAD_STATE(403),
    CANNOT_LEAVE_SERVER_NOTICE_ROOM(403),
    CANNOT_OVERWRITE_MEDIA(409),
    CAPTCHA_INVALID(401),
    CAPTCHA_NEEDED(401),
    DUPLICATE_ANNOTATION(400),
    EXCLUSIVE(400),
    GUEST_ACCESS_FORBIDDEN(403),
    INCOMPATIBLE_ROOM_VERSION(400),
    INVALID_PARAM(400),
    INVALID_ROOM_STATE(400),
    INVALID_USERNAME(400),
    INVITE_BLOCKED(403),
    KEY_TOO_LARGE(400),
    MISSING_PARAM(400),
    NOT_YET_UPLOADED(504),
    PROFILE_TOO_LARGE(400),
    ROOM_IN_USE(400),
    SERVER_NOT_TRUSTED(400),
    THREEPID_AUTH_FAILED(403),
    THREEPID_DENIED(403),
    THREEPID_IN_USE(400),
    THREEPID_MEDIUM_NOT_SUPPORTED(400),
    THREEPID_NOT_FOUND(400),
    TOO_LARGE(413),
    UNAUTHORIZED(401),
    UNSUPPORTED_ROOM_VERSION(400),
    USER_DEACTIVATED(403),
    USER_IN_USE(400),
    WEAK_PASSWORD(400),
    WRONG_ROOM_KEYS_VERSION(403),

    // Codes of the server-server API.
    INVALID_SIGNATURE(400),
    UNABLE_TO_AUTHORISE_JOIN(400),
    UNABLE_TO_GRANT_JOIN(400),

    // Codes of the application service API.
    BAD_STATUS(502),
    CONNECTION_FAILED(502),
    CONNECTION_TIMEOUT(504),
    DESTINATION_REJECTED(400),
    URL_NOT_SET(400),

    // Codes of the identity service API, which a homeserver passes on.
    EMAIL_SEND_ERROR(400),
    INVALID_ADDRESS(400),
    INVALID_EMAIL(400),
    INVALID_PEPPER(400),
    MISSING_PARAMS(400),
    NO_VALID_SESSION(404),
    SEND_ERROR(400),
    SESSION_EXPIRED(400),
    SESSION_NOT_VALIDATED(400),
    TERMS_NOT_SIGNED(403),
    TOKEN_INCORRECT(400);

    private static final Map<String, ErrorCode> BY_CODE =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(ErrorCode::code, Function.identity()));

    private final int status;
    private final String code;

    ErrorCode(int status) {
        this.status = status;
        this.code = "M_" + name();
    }

    /// Returns the constant for a code such as `M_FORBIDDEN`; empty when the specification has no such code.
    public static Optional<ErrorCode> of(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /// Returns the code as it is sent, such as `M_FORBIDDEN`.
    public String code() {
        return code;
    }

    /// Returns the HTTP status that usually goes with it.
    public int status() {
        return status;
    }
}

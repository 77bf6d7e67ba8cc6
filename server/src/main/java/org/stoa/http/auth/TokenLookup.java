package org.stoa.http.auth;

import org.stoa.http.Request;

/// Finds the account behind an access token; declared here, implemented by the accounts. Thread-safe.
public interface TokenLookup {

    /// Whether the requests of a token are not counted for the address that they come from: an application service that makes
    /// accounts makes many.
    default boolean isUncounted(String token) {
        return false;
    }

    /// Returns what is known of `token`.
    ///
    /// The request is not authenticated yet. It is given for what an application service may assert in its query
    /// (`user_id`, `device_id`, `ts`), and for the address and user agent that a device was last seen with.
    ///
    /// Errors: M_FORBIDDEN or M_UNKNOWN_DEVICE when an application service asserts what it may not.
    /// Spec: application-service-api#identity-assertion, #timestamp-massaging.
    TokenResult find(String token, Request request);
}

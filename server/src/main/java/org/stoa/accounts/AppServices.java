package org.stoa.accounts;

import java.util.Optional;
import org.stoa.http.Request;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.UserId;

/// Knows application services by their tokens; declared here for registration and log-in, implemented by what knows their
/// registrations. Thread-safe.
///
/// Spec: application-service-api#server-admin-style-permissions (v1.19).
public interface AppServices {

    /// There are none.
    AppServices NONE = token -> Optional.empty();

    /// One of them, as far as accounts go.
    interface Service {
        /// The id of its registration.
        String id();

        /// Whether it may make and use the account of a user.
        boolean covers(UserId user);
    }

    /// Whether there is any.
    default boolean isAny() {
        return false;
    }

    /// Returns the one whose `as_token` this is.
    Optional<Service> byToken(String token);

    /// Returns the one that makes a request.
    ///
    /// Errors: M_MISSING_TOKEN, M_UNKNOWN_TOKEN.
    default Service require(Request request) {
        String token =
                request.accessToken()
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.MISSING_TOKEN,
                                                "The token of an application service is needed"));
        return byToken(token)
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.UNKNOWN_TOKEN,
                                        "The token is not of an application service"));
    }

    /// Refuses a user who is not the service's. Errors: M_EXCLUSIVE.
    static void requireCovered(Service service, UserId user) {
        if (!service.covers(user)) {
            throw new MatrixException(
                    ErrorCode.EXCLUSIVE, user + " is in no namespace of this application service");
        }
    }
}

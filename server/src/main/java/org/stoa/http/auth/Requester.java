package org.stoa.http.auth;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.stoa.protocol.id.UserId;

/// Who makes a request, handed on explicitly to whatever acts for them.
///
/// @param userId the user who acts; for an application service the one that it asserts
/// @param userNid the number of that user in the database
/// @param deviceId the device of the access token; empty for an application service that names none
/// @param guest whether the account is a guest's
/// @param admin whether the user may administrate this server
/// @param suspended whether the account is suspended: may read, leave and redact
/// @param locked whether the account is locked: may only log out
/// @param appService the application service behind the request
/// @param tokenHash the hash of the access token, by which the account keeps it
/// @param scopes what the token may be used for
/// @param timestampOverride the `ts` that an application service asked for, in milliseconds since 1970
public record Requester(
        UserId userId,
        long userNid,
        Optional<String> deviceId,
        boolean guest,
        boolean admin,
        boolean suspended,
        boolean locked,
        Optional<AppService> appService,
        Optional<byte[]> tokenHash,
        Set<Scope> scopes,
        OptionalLong timestampOverride) {

    public Requester {
        scopes = Set.copyOf(scopes);
    }

    /// Returns an ordinary user with full access from one device.
    public static Requester user(UserId userId, long userNid, String deviceId) {
        return new Requester(
                userId,
                userNid,
                Optional.of(deviceId),
                false,
                false,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Set.of(Scope.CLIENT_API),
                OptionalLong.empty());
    }

    /// Returns the same user as a guest, or as none.
    public Requester asGuest(boolean isGuest) {
        return new Requester(
                userId,
                userNid,
                deviceId,
                isGuest,
                admin,
                suspended,
                locked,
                appService,
                tokenHash,
                scopes,
                timestampOverride);
    }
}

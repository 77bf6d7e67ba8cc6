package org.stoa.accounts.session;

import org.jspecify.annotations.Nullable;
import org.stoa.protocol.json.JsonObject;

/// What a client gets that logged in or refreshed its token.
///
/// @param deviceId its device
/// @param accessToken for its requests
/// @param refreshToken for the next access token, `null` when the client cannot refresh
/// @param expiresInMillis lifetime of the access token, `null`: it does not expire
public record OpenedSession(
        String deviceId,
        String accessToken,
        @Nullable String refreshToken,
        @Nullable Long expiresInMillis) {

    /// Adds the tokens, not the device, to an answer.
    public void addTokensTo(JsonObject.Builder answer) {
        answer.put("access_token", accessToken);
        if (refreshToken != null) {
            answer.put("refresh_token", refreshToken);
        }
        if (expiresInMillis != null) {
            answer.put("expires_in_ms", expiresInMillis);
        }
    }
}

package org.stoa.accounts.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.SessionConfig;
import org.stoa.accounts.token.TokenTexts;
import org.stoa.storage.accounts.AccessTokenRow;
import org.stoa.storage.accounts.RefreshTokenRow;

/// The tokens of a session as texts, and how to store them. Made before the transaction, since a
/// transaction may run twice.
///
/// @param opened what the client gets
/// @param now when the pair was made
/// @param sessionEnd when the session ends with all its refreshes, `null`: never
/// @param refreshLifetime of the refresh token, `null`: no end
record TokenPair(
        OpenedSession opened,
        long now,
        @Nullable Long sessionEnd,
        @Nullable Duration refreshLifetime) {

    static TokenPair make(
            TokenTexts texts,
            SessionConfig config,
            String deviceId,
            boolean refreshable,
            @Nullable Long sessionEnd,
            long now) {
        Duration lifetime =
                refreshable ? config.refreshableTokenLifetime() : config.tokenLifetime();
        Long expiresIn = lifetime == null ? null : lifetime.toMillis();
        if (sessionEnd != null) {
            long left = Math.max(0, sessionEnd - now);
            expiresIn = expiresIn == null ? left : Math.min(expiresIn, left);
        }
        var opened =
                new OpenedSession(
                        deviceId,
                        texts.accessToken(),
                        refreshable ? texts.refreshToken() : null,
                        expiresIn);
        return new TokenPair(opened, now, sessionEnd, config.refreshTokenLifetime());
    }

    AccessTokenRow accessRow(long user, boolean used) {
        Long expiresIn = opened.expiresInMillis();
        return new AccessTokenRow(
                TokenTexts.hash(opened.accessToken()),
                user,
                opened.deviceId(),
                now,
                expiresIn == null ? null : now + expiresIn,
                refreshHash(),
                used);
    }

    @Nullable RefreshTokenRow refreshRow(long user) {
        byte[] hash = refreshHash();
        if (hash == null) {
            return null;
        }
        Long expires = refreshLifetime == null ? null : now + refreshLifetime.toMillis();
        return new RefreshTokenRow(hash, user, opened.deviceId(), now, expires, sessionEnd, null);
    }

    byte @Nullable [] refreshHash() {
        String token = opened.refreshToken();
        return token == null ? null : TokenTexts.hash(token);
    }
}

package org.stoa.storage.accounts;

import java.util.List;
import java.util.Optional;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The tables `access_token` and `refresh_token`. Tokens are known by their SHA-256 only.
public final class TokenRepository {

    /// Returns an access token with its account.
    public Optional<TokenOwner> findAccess(Tx tx, byte[] hash) {
        return tx.one(
                """
                SELECT t.hash, t.user_nid, t.device_id, t.created_ts, t.expires_ts, t.refresh, t.used,
                       a.user_nid, a.localpart, a.password_hash, a.kind, a.admin, a.created_ts, a.deactivated_ts,
                       a.erased, a.suspended, a.locked, a.appservice
                  FROM access_token t JOIN account a ON a.user_nid = t.user_nid
                 WHERE t.hash = ?
                """,
                TokenRepository::owner,
                hash);
    }

    /// Returns a refresh token.
    public Optional<RefreshTokenRow> findRefresh(Tx tx, byte[] hash) {
        return tx.one(
                """
                SELECT hash, user_nid, device_id, created_ts, expires_ts, session_ts, next
                  FROM refresh_token WHERE hash = ?
                """,
                TokenRepository::refresh,
                hash);
    }

    /// Adds an access token.
    public void insertAccess(WriteTx tx, AccessTokenRow token) {
        tx.update(
                """
                INSERT INTO access_token (hash, user_nid, device_id, created_ts, expires_ts, refresh, used)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                token.hash(),
                token.user(),
                token.deviceId(),
                token.createdTs(),
                token.expiresTs(),
                token.refresh(),
                token.used() ? 1 : 0);
    }

    /// Adds a refresh token.
    public void insertRefresh(WriteTx tx, RefreshTokenRow token) {
        tx.update(
                """
                INSERT INTO refresh_token (hash, user_nid, device_id, created_ts, expires_ts, session_ts, next)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                token.hash(),
                token.user(),
                token.deviceId(),
                token.createdTs(),
                token.expiresTs(),
                token.sessionTs(),
                token.next());
    }

    /// Notes which refresh token replaces this one.
    public void setNext(WriteTx tx, byte[] hash, byte[] next) {
        tx.update("UPDATE refresh_token SET next = ? WHERE hash = ?", next, hash);
    }

    /// Notes that an access token was used.
    public void markUsed(WriteTx tx, byte[] hash) {
        tx.update("UPDATE access_token SET used = 1 WHERE hash = ?", hash);
    }

    /// Returns the refresh tokens of a device.
    public List<RefreshTokenRow> refreshTokens(Tx tx, long user, String deviceId) {
        return tx.list(
                """
                SELECT hash, user_nid, device_id, created_ts, expires_ts, session_ts, next
                  FROM refresh_token WHERE user_nid = ? AND device_id = ?
                """,
                TokenRepository::refresh,
                user,
                deviceId);
    }

    /// Deletes a refresh token and the access tokens that came with it; returns the hashes of the latter.
    public List<byte[]> deleteRefresh(WriteTx tx, RefreshTokenRow token) {
        List<byte[]> gone =
                tx.list(
                        "SELECT hash FROM access_token WHERE user_nid = ? AND device_id = ? AND refresh = ?",
                        row -> row.bytes(1),
                        token.user(),
                        token.deviceId(),
                        token.hash());
        tx.update(
                "DELETE FROM access_token WHERE user_nid = ? AND device_id = ? AND refresh = ?",
                token.user(),
                token.deviceId(),
                token.hash());
        tx.update("DELETE FROM refresh_token WHERE hash = ?", token.hash());
        return gone;
    }

    /// Deletes all tokens of a device; returns the hashes of its access tokens.
    public List<byte[]> deleteOfDevice(WriteTx tx, long user, String deviceId) {
        List<byte[]> gone =
                tx.list(
                        "SELECT hash FROM access_token WHERE user_nid = ? AND device_id = ?",
                        row -> row.bytes(1),
                        user,
                        deviceId);
        tx.update("DELETE FROM access_token WHERE user_nid = ? AND device_id = ?", user, deviceId);
        tx.update("DELETE FROM refresh_token WHERE user_nid = ? AND device_id = ?", user, deviceId);
        return gone;
    }

    /// Deletes tokens that expired before a time; returns how many.
    public int deleteExpired(WriteTx tx, long before) {
        return tx.update("DELETE FROM access_token WHERE expires_ts < ?", before)
                + tx.update(
                        "DELETE FROM refresh_token WHERE expires_ts < ? OR session_ts < ?",
                        before,
                        before);
    }

    private static TokenOwner owner(ResultRow row) {
        var token =
                new AccessTokenRow(
                        row.bytes(1),
                        row.number(2),
                        row.text(3),
                        row.number(4),
                        row.numberOrNull(5),
                        row.bytesOrNull(6),
                        row.flag(7));
        return new TokenOwner(token, AccountRepository.account(row, 8));
    }

    private static RefreshTokenRow refresh(ResultRow row) {
        return new RefreshTokenRow(
                row.bytes(1),
                row.number(2),
                row.text(3),
                row.number(4),
                row.numberOrNull(5),
                row.numberOrNull(6),
                row.bytesOrNull(7));
    }
}

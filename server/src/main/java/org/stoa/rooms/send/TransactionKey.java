package org.stoa.rooms.send;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// What makes two requests of a device the same one.
///
/// Spec: client-server-api#transaction-identifiers (v1.19).
///
/// @param userNid number of the user
/// @param device the device; empty for an application service acting without one
/// @param endpoint the path without its API version and transaction id
/// @param txnId the client's transaction id
/// @param request a number that stands for device, endpoint and transaction id: different ones of a user have the same by chance
///     only, one time in 2^64
///
/// Errors: M_INVALID_PARAM when the transaction id is too long.
public record TransactionKey(
        long userNid, String device, String endpoint, String txnId, long request) {
    /// Characters of a transaction id, which is stored, and kept in memory for the newest ones of each device. The
    /// specification gives no number; clients write fewer than 100.
    private static final int MAX_TXN_ID = 512;

    public TransactionKey {
        if (txnId.length() > MAX_TXN_ID) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM,
                    "A transaction id has at most " + MAX_TXN_ID + " characters");
        }
    }

    /// Makes a key, with its number: that is asked for several times on the way of an event.
    public TransactionKey(long userNid, String device, String endpoint, String txnId) {
        this(userNid, device, endpoint, txnId, number(device, endpoint, txnId));
    }

    private static long number(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

package org.stoa.accounts.password;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Randomness;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonNumber;

/// Hashes passwords with Argon2id and checks them, on few platform threads of its own: hashing takes
/// tens of milliseconds of pure computing, and must not keep the virtual threads from running.
///
/// Thread-safe.
public final class Passwords implements AutoCloseable {

    /// Longer passwords are refused: nobody types them, and hashing them is work for nothing.
    public static final int MAX_LENGTH = 512;

    /// How many wait for a hash before further ones are turned away: some seconds of work.
    private static final int MAX_WAITING = 128;

    private static final long RETRY_AFTER_MILLIS = 2_000;

    private final Argon2Cost cost;
    private final Randomness randomness;
    private final ThreadPoolExecutor workers;
    private final Argon2Hash hashOfNobody;

    /// Starts `threads` workers; half the processors is a good figure.
    public Passwords(Argon2Cost cost, Randomness randomness, int threads) {
        this.cost = cost;
        this.randomness = randomness;
        this.workers =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        30,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MAX_WAITING),
                        Thread.ofPlatform().name("passwords-", 0).daemon().factory());
        workers.allowCoreThreadTimeOut(true);
        this.hashOfNobody = Argon2Hash.ofNobody(randomness, cost);
    }

    /// Returns the text to store for a password.
    ///
    /// Errors: M_LIMIT_EXCEEDED when too many wait already.
    public String hash(String password) {
        byte[] salt = randomness.bytes(Argon2Hash.SALT_BYTES);
        return compute(() -> Argon2Hash.of(password, salt, cost).toString());
    }

    /// Checks a password against a stored hash. Without one (`null`: no such account, or an account
    /// that has no password) it takes as long, and the password is wrong.
    ///
    /// Errors: M_LIMIT_EXCEEDED when too many wait already.
    public PasswordCheck check(String password, @Nullable String storedHash) {
        if (password.length() > MAX_LENGTH) {
            return PasswordCheck.WRONG;
        }
        return compute(() -> checkNow(password, storedHash));
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }

    private PasswordCheck checkNow(String password, @Nullable String storedHash) {
        if (storedHash == null) {
            // The result does not matter, the time does.
            hashOfNobody.isOf(password);
            return PasswordCheck.WRONG;
        }
        if (BcryptHash.isBcrypt(storedHash)) {
            return BcryptHash.matches(storedHash, password)
                    ? PasswordCheck.OUTDATED
                    : PasswordCheck.WRONG;
        }
        Argon2Hash hash =
                Argon2Hash.parse(storedHash)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "a stored password hash is of no known form"));
        if (!hash.isOf(password)) {
            return PasswordCheck.WRONG;
        }
        return hash.costs(cost) ? PasswordCheck.RIGHT : PasswordCheck.OUTDATED;
    }

    private <T> T compute(Callable<T> work) {
        Future<T> result;
        try {
            result = workers.submit(work);
        } catch (RejectedExecutionException full) {
            throw tooBusy();
        }
        try {
            return result.get();
        } catch (InterruptedException interrupted) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a password was hashed", interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a password could not be hashed", failed.getCause());
        }
    }

    private static MatrixException tooBusy() {
        return new MatrixException(
                        ErrorCode.LIMIT_EXCEEDED, "Too many log-ins at once; try again in a moment")
                .with("retry_after_ms", JsonNumber.of(RETRY_AFTER_MILLIS));
    }
}

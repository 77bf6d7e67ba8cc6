package org.stoa.accounts.register;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Randomness;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.storage.Database;
import org.stoa.storage.WriteTx;
import org.stoa.storage.accounts.RegistrationTokenRepository;
import org.stoa.storage.accounts.RegistrationTokenRepository.Issued;

/// Tokens that let their holders make an account: those of the configuration, which have no limit, and
/// those in the database, which may have a number of uses and a time.
/// Spec: client-server-api#token-authenticated-registration (v1.19).
public final class RegistrationTokens {

    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z._~-]{1,64}");
    private static final int LENGTH = 16;

    private final Database database;
    private final RegistrationTokenRepository repository;
    private final List<String> configured;
    private final Randomness randomness;
    private final Time time;

    /// Knows the tokens of the configuration and those of the database.
    public RegistrationTokens(
            Database database,
            RegistrationTokenRepository repository,
            List<String> configured,
            Randomness randomness,
            Time time) {
        this.database = database;
        this.repository = repository;
        this.configured = List.copyOf(configured);
        this.randomness = randomness;
        this.time = time;
    }

    /// Whether a token can be used now.
    public boolean isValid(String token) {
        if (!FORM.matcher(token).matches()) {
            return false;
        }
        return isConfigured(token)
                || database.read(tx -> repository.isValid(tx, token, time.millis()));
    }

    /// Whether there is any token that can be used now.
    public boolean areAnyValid() {
        return !configured.isEmpty()
                || database.read(tx -> repository.isAnyValid(tx, time.millis()));
    }

    /// Takes one use of a token with the account that is made; `false` when it has none left.
    public boolean use(WriteTx tx, String token) {
        return isConfigured(token) || repository.use(tx, token, time.millis());
    }

    /// Makes a token.
    ///
    /// @param wished its text, `null`: a random one
    /// @param uses how many accounts it is good for, `null`: any number
    /// @param lifetime how long it is good, `null`: forever
    /// @return its text
    ///
    /// Errors: M_INVALID_PARAM when the text is not an opaque identifier of at most 64 characters, or exists.
    public String create(
            @Nullable String wished, @Nullable Long uses, @Nullable Duration lifetime) {
        String token = wished == null ? randomness.opaque(LENGTH) : wished;
        if (!FORM.matcher(token).matches()) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM,
                    "A registration token has 1 to 64 of 0-9, A-Z, a-z, '-', '.', '_' and '~'");
        }
        long now = time.millis();
        Long expiresTs = lifetime == null ? null : now + lifetime.toMillis();
        if (isConfigured(token)
                || !database.write(tx -> repository.insert(tx, token, uses, expiresTs, now))) {
            throw new MatrixException(ErrorCode.INVALID_PARAM, "That registration token exists");
        }
        return token;
    }

    /// Returns the tokens of the database, the oldest first, also those that can no longer be used.
    public List<Issued> list() {
        return database.read(repository::list);
    }

    /// Deletes a token of the database; `false` when there was none.
    public boolean delete(String token) {
        return database.write(tx -> repository.delete(tx, token));
    }

    private boolean isConfigured(String token) {
        byte[] given = token.getBytes(StandardCharsets.UTF_8);
        return configured.stream()
                .anyMatch(
                        one -> MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), given));
    }
}

package org.stoa.boot.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.TurnConfig;

/// The keys about TURN servers, for calls.
public final class TurnKeys {
    public static final ConfigKey<List<String>> URIS =
            new ConfigKey<>(
                    "turn.uris",
                    ConfigTypes.list(ConfigTypes.text(ConfigChecks::turnUri)),
                    List.of(),
                    """
                    TURN servers, through which calls go where two devices do not reach each other. Clients ask for them at
                    voip/turnServer. Example: ["turn:turn.example.org?transport=udp", "turns:turn.example.org"]""");

    public static final ConfigKey<@Nullable String> SHARED_SECRET =
            new ConfigKey<>(
                    "turn.shared_secret",
                    ConfigTypes.optionalSecret(ConfigChecks::notEmpty),
                    null,
                    """
                    The secret of these servers (coturn: static-auth-secret), by which they let users of this server in.""");

    public static final ConfigKey<Duration> LIFETIME =
            new ConfigKey<>(
                    "turn.lifetime",
                    DurationType.INSTANCE,
                    Duration.ofDays(1),
                    """
                    How long a user is let in before his client has to ask again.""");

    private TurnKeys() {}

    static @Nullable TurnConfig turn(Settings settings) {
        List<String> uris = settings.get(URIS);
        if (uris.isEmpty()) {
            return null;
        }
        String secret = settings.get(SHARED_SECRET);
        if (secret == null) {
            throw new ConfigException("turn.uris: expected turn.shared_secret beside it");
        }
        return new TurnConfig(uris, secret, settings.get(LIFETIME));
    }
}

package org.stoa.boot.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.stoa.accounts.register.CaptchaService;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.version.RoomVersion;

/// Checks of single values. Each returns what the text stands for, or throws IllegalArgumentException with the words that
/// belong behind "expected".
final class ConfigChecks {
    private static final Pattern LOCALPART = Pattern.compile("[0-9a-z._=/+-]{1,200}");
    private static final Pattern REGISTRATION_TOKEN = Pattern.compile("[0-9A-Za-z._~-]{1,64}");

    private static final Pattern TURN_URI = Pattern.compile("turns?:[^\\s\"]{1,500}");
    private static final Pattern SERVER_PATTERN = Pattern.compile("[0-9A-Za-z.:*?\\[\\]-]{1,255}");

    private ConfigChecks() {}

    static String notEmpty(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a value");
        }
        return text;
    }

    static ServerName serverName(String text) {
        return ServerName.tryParse(text)
                .orElseThrow(
                        () -> new IllegalArgumentException("a server name such as example.org"));
    }

    static String userId(String text) {
        if (UserId.tryParse(text).isEmpty()) {
            throw new IllegalArgumentException("a user id such as @admin:example.org");
        }
        return text;
    }

    /// The names of hosts, with or without a port, have the grammar of server names.
    static String localpart(String text) {
        return matching(LOCALPART, text, "the part of a user id before the colon, such as notices");
    }

    static String hostAndPort(String text) {
        return ServerName.tryParse(text)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "a host, or host and port such as matrix.example.org:443"))
                .toString();
    }

    /// The name of a host, in which `*` and `?` may stand for others.
    static String serverPattern(String text) {
        return matching(
                SERVER_PATTERN, text, "the name of a server, or a pattern such as *.example.org");
    }

    static RoomVersion roomVersion(String text) {
        return RoomVersion.of(text)
                .orElseThrow(() -> new IllegalArgumentException("a room version from 1 to 12"));
    }

    /// Spec: client-server-api#token-authenticated-registration (v1.19).
    static String registrationToken(String text) {
        return matching(
                REGISTRATION_TOKEN, text, "1 to 64 of 0-9, A-Z, a-z, '.', '_', '~' and '-'");
    }

    private static String matching(Pattern pattern, String text, String expected) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(expected);
        }
        return text;
    }

    static CaptchaService captchaService(String text) {
        return Arrays.stream(CaptchaService.values())
                .filter(service -> service.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("recaptcha, hcaptcha or turnstile"));
    }

    /// "pattern: ^turns?:"
    static String turnUri(String text) {
        return matching(TURN_URI, text, "a URI such as turn:turn.example.org?transport=udp");
    }

    /// An absolute http or https URL without a query; a slash at its end is dropped.
    static URI webAddress(String text) {
        URI uri =
                uri(
                        text.endsWith("/") ? text.substring(0, text.length() - 1) : text,
                        "a URL such as https://matrix.example.org");
        boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("a URL such as https://matrix.example.org");
        }
        return uri;
    }

    static String postgresUrl(String text) {
        String expected = "a URL such as postgresql://user:password@host:5432/stoa";
        URI uri = uri(text, expected);
        boolean postgres =
                "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
        if (!postgres || uri.getHost() == null || uri.getPath().length() < 2) {
            throw new IllegalArgumentException(expected);
        }
        return text;
    }

    private static URI uri(String text, String expected) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(expected, e);
        }
    }
}

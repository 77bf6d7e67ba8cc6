package org.stoa.boot.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.DatabaseConfig;

/// Turns the URL that people write into what the driver takes.
final class DatabaseLocation {
    private DatabaseLocation() {}

    /// Returns the server of `postgresql://user:password@host:port/database?options`, whose parts may be percent-encoded.
    static DatabaseConfig.Postgres postgres(String url) {
        URI uri = URI.create(url);
        String authority = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        String options = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String[] user = userInfo(uri.getRawUserInfo());
        return new DatabaseConfig.Postgres(
                "jdbc:postgresql://" + authority + uri.getRawPath() + options, user[0], user[1]);
    }

    private static String[] userInfo(@Nullable String text) {
        if (text == null) {
            return new String[] {"", ""};
        }
        int colon = text.indexOf(':');
        return colon < 0
                ? new String[] {decode(text), ""}
                : new String[] {
                    decode(text.substring(0, colon)), decode(text.substring(colon + 1))
                };
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}

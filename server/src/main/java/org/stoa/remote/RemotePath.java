package org.stoa.remote;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/// Path and query of a request to another server, encoded:
/// `RemotePath.of("/_matrix/federation/v1/make_join/{}/{}", roomId, userId).with("ver", "11")`. Immutable.
///
/// @param text as it stands in the request line
public record RemotePath(String text) {

    /// Returns the path that a template becomes when its `{}` are filled, in order, with values that are encoded; values are
    /// written with `toString`.
    ///
    /// Errors: IllegalArgumentException when there are more or fewer values.
    public static RemotePath of(String template, Object... values) {
        String[] parts = template.split("\\{}", -1);
        if (parts.length != values.length + 1) {
            throw new IllegalArgumentException(values.length + " values do not fill " + template);
        }
        StringBuilder path = new StringBuilder(parts[0]);
        for (int i = 0; i < values.length; i++) {
            path.append(encoded(values[i])).append(parts[i + 1]);
        }
        return new RemotePath(path.toString());
    }

    /// Returns the same with one more parameter in the query.
    public RemotePath with(String name, Object value) {
        char separator = text.indexOf('?') < 0 ? '?' : '&';
        return new RemotePath(text + separator + encoded(name) + "=" + encoded(value));
    }

    /// Returns the same with a parameter for each of the values.
    public RemotePath withAll(String name, Collection<?> values) {
        RemotePath path = this;
        for (Object value : values) {
            path = path.with(name, String.valueOf(value));
        }
        return path;
    }

    /// What may stand anywhere in a path or query; the encoder is one for forms, where a space is a plus sign.
    private static String encoded(Object value) {
        return URLEncoder.encode(value.toString(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text;
    }
}

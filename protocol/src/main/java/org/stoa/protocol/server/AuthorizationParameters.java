package org.stoa.protocol.server;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads `X-Matrix name=value, name="quoted \"value\""`.
///
/// Values without quotes may hold what tokens may, and the colons of server names and key ids; also the other visible
/// characters that cannot be mistaken for the end of a value, since some servers quote nothing.
///
/// Spec: server-server-api#request-authentication (v1.19), RFC 9110 section 11.4.
final class AuthorizationParameters {
    static final String SCHEME = "X-Matrix";

    private final String text;
    private final Map<String, String> parameters = new HashMap<>();
    private int at;

    private AuthorizationParameters(String text) {
        this.text = text;
    }

    /// Returns the parameters by their names in small letters; empty when the header is not of this form.
    static Optional<Map<String, String>> tryParse(String header) {
        boolean scheme =
                header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                        && header.startsWith(" ", SCHEME.length());
        if (!scheme) {
            return Optional.empty();
        }
        AuthorizationParameters reader =
                new AuthorizationParameters(header.substring(SCHEME.length()));
        return reader.readAll() ? Optional.of(reader.parameters) : Optional.empty();
    }

    private boolean readAll() {
        skipSeparators();
        while (at < text.length()) {
            if (!readOne()) {
                return false;
            }
            skipSpace();
            if (at < text.length() && text.charAt(at) != ',') {
                return false;
            }
            skipSeparators();
        }
        return true;
    }

    private boolean readOne() {
        int equals = text.indexOf('=', at);
        if (equals <= at) {
            return false;
        }
        String name = text.substring(at, equals).toLowerCase(Locale.ROOT);
        at = equals + 1;
        Optional<String> value =
                at < text.length() && text.charAt(at) == '"' ? quoted() : unquoted();
        return value.isPresent() && parameters.put(name, value.get()) == null;
    }

    private Optional<String> quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return Optional.of(value.toString());
            }
            if (c == '\\') {
                at++;
                if (at == text.length()) {
                    return Optional.empty();
                }
                c = text.charAt(at);
            }
            value.append(c);
        }
        return Optional.empty();
    }

    private Optional<String> unquoted() {
        int start = at;
        while (at < text.length() && isPlain(text.charAt(at))) {
            at++;
        }
        return at == start ? Optional.empty() : Optional.of(text.substring(start, at));
    }

    private static boolean isPlain(char c) {
        return c > ' ' && c < 0x7F && c != ',' && c != '"' && c != '\\';
    }

    private void skipSpace() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private void skipSeparators() {
        skipSpace();
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            skipSpace();
        }
    }
}

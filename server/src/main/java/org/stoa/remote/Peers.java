package org.stoa.remote;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.stoa.protocol.id.ServerName;

/// Which servers the operator lets this one talk to. Immutable.
///
/// A pattern is the name of a host, in which `*` stands for any characters and `?` for one: `*.example.org`. Ports and the
/// case of letters do not count.
public final class Peers {
    /// All servers.
    public static final Peers ALL = new Peers(List.of(), List.of());

    private final List<Pattern> allowed;
    private final List<Pattern> denied;

    /// Makes rules.
    ///
    /// @param allowed the only ones to talk to; none: all
    /// @param denied those not to talk to although they are allowed
    public Peers(List<String> allowed, List<String> denied) {
        this.allowed = allowed.stream().map(Peers::pattern).toList();
        this.denied = denied.stream().map(Peers::pattern).toList();
    }

    /// Whether this server may talk to that one.
    public boolean allows(ServerName server) {
        String host = server.host().toLowerCase(Locale.ROOT);
        return (allowed.isEmpty() || matches(allowed, host)) && !matches(denied, host);
    }

    private static boolean matches(List<Pattern> patterns, String host) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(host).matches());
    }

    /// The patterns are the operator's, so a regular expression does no harm.
    private static Pattern pattern(String glob) {
        StringBuilder expression = new StringBuilder();
        for (char c : glob.toLowerCase(Locale.ROOT).toCharArray()) {
            switch (c) {
                case '*' -> expression.append(".*");
                case '?' -> expression.append('.');
                default -> expression.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(expression.toString());
    }
}

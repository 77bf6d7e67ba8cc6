package org.stoa.http;

import java.net.InetAddress;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line per request, at debug level. Of a query only values that are known to be harmless are shown, since tokens,
/// secrets and addresses may come there.
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("org.stoa.http.access");
    private static final Set<String> HARMLESS =
            Set.of(
                    "since",
                    "timeout",
                    "full_state",
                    "set_presence",
                    "from",
                    "to",
                    "dir",
                    "limit",
                    "user_id",
                    "device_id",
                    "ts",
                    "at",
                    "membership",
                    "not_membership",
                    "via",
                    "server_name",
                    "kind",
                    "width",
                    "height",
                    "method",
                    "animated",
                    "recurse");

    private AccessLog() {}

    static void write(
            Incoming incoming, InetAddress client, String who, Response response, long nanos) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} {}{} {} {} ms {} {}",
                    incoming.method(),
                    incoming.rawPath(),
                    shown(Query.parse(incoming.rawQuery()), incoming),
                    response.status(),
                    nanos / 1_000_000,
                    client.getHostAddress(),
                    who);
        }
    }

    private static String shown(Query query, Incoming incoming) {
        if (incoming.rawQuery() == null) {
            return "";
        }
        return query.rawParts().stream()
                .map(
                        part ->
                                part.name()
                                        + "="
                                        + (HARMLESS.contains(part.name()) ? part.value() : "..."))
                .collect(Collectors.joining("&", "?", ""));
    }
}

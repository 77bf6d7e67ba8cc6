package org.stoa.boot.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.federation.send.LaggingServers;
import org.stoa.federation.send.LaggingServers.Lagging;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// What the commands for other servers ask of a server.
public final class FederationCommands {
    private final LaggingServers servers;

    FederationCommands(LaggingServers servers) {
        this.servers = servers;
    }

    /// Asks for the servers that do not answer, or have not been told everything yet.
    public static JsonObject list() {
        return JsonObject.of("command", "federation.list");
    }

    /// Asks to try a server again at once.
    public static JsonObject retry(String server) {
        return JsonObject.of("command", "federation.retry", "server", server);
    }

    JsonObject listed() {
        List<JsonObject> all = new ArrayList<>();
        for (Lagging lagging : servers.list()) {
            all.add(
                    JsonObject.builder()
                            .put("server", lagging.server().text())
                            .put("behind", lagging.behind())
                            .put("failures", lagging.failures())
                            .putIfPresent("retry_ts", lagging.retryAt().map(Instant::toEpochMilli))
                            .put("missed", lagging.missed())
                            .build());
        }
        return JsonObject.of("servers", JsonArray.of(all));
    }

    JsonObject retried(JsonObject request) {
        Optional<ServerName> server = request.string("server").flatMap(ServerName::tryParse);
        if (server.isEmpty()) {
            return JsonObject.of("error", "expected the name of a server, such as example.org");
        }
        servers.retry(server.get());
        return JsonObject.EMPTY;
    }
}

package org.stoa.federation.send;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.platform.Metrics;
import org.stoa.platform.Time;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.RemotePath;
import org.stoa.remote.RemoteResult;
import org.stoa.remote.RemoteServers;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.storage.Database;

/// Brings one transaction to one server. Thread-safe.
///
/// Spec: server-server-api#transactions (v1.19).
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /// A server may have to fetch much before it can answer.
    private static final RequestLimits LIMITS =
            new RequestLimits(Duration.ofMinutes(2), Duration.ofSeconds(90), 4L << 20);

    private final Database database;
    private final EventStore events;
    private final RemoteServers servers;
    private final ServerName own;
    private final Time time;
    private final Metrics metrics;

    Delivery(
            Database database,
            EventStore events,
            RemoteServers servers,
            ServerName own,
            Time time,
            Metrics metrics) {
        this.database = database;
        this.events = events;
        this.servers = servers;
        this.own = own;
        this.time = time;
        this.metrics = metrics;
        for (Result result : Result.values()) {
            metrics.counter("stoa.federation.send.transactions", "result", result.label);
        }
        metrics.counter("stoa.federation.send.pdus");
        metrics.counter("stoa.federation.send.edus");
    }

    /// What became of a transaction.
    enum Result {
        /// The server has it.
        TAKEN("taken"),
        /// The server works, and does not want it.
        REFUSED("refused"),
        /// The server has to be tried again.
        FAILED("failed");

        private final String label;

        Result(String label) {
            this.label = label;
        }
    }

    /// Sends a transaction and waits for the answer.
    Result send(Destination destination, Transaction transaction) {
        List<JsonObject> pdus = pdus(transaction);
        if (pdus.isEmpty() && transaction.edus().isEmpty()) {
            return Result.TAKEN;
        }
        RemotePath path = RemotePath.of("/_matrix/federation/v1/send/{}", transaction.id());
        RemoteResult answer =
                servers.get(destination.server())
                        .deliver(path, body(pdus, transaction.edus()), LIMITS);
        Result result = result(destination.server(), answer);
        metrics.counter("stoa.federation.send.transactions", "result", result.label).increment();
        if (result == Result.TAKEN) {
            metrics.counter("stoa.federation.send.pdus").increment(pdus.size());
            metrics.counter("stoa.federation.send.edus").increment(transaction.edus().size());
        }
        return result;
    }

    /// The events as other servers get them; one that was purged meanwhile is left out.
    private List<JsonObject> pdus(Transaction transaction) {
        if (transaction.items().isEmpty()) {
            return List.of();
        }
        List<Long> numbers = transaction.items().stream().map(Item::event).toList();
        Map<Long, StoredEvent> found = database.readWhenAsked(tx -> events.getAll(tx, numbers));
        List<JsonObject> pdus = new ArrayList<>();
        for (long number : numbers) {
            StoredEvent event = found.get(number);
            if (event != null) {
                pdus.add(event.parsed().json());
            }
        }
        return pdus;
    }

    private JsonObject body(List<JsonObject> pdus, List<JsonObject> edus) {
        JsonObject.Builder body =
                JsonObject.builder()
                        .put("origin", own.text())
                        .put("origin_server_ts", time.millis())
                        .put("pdus", JsonArray.of(pdus));
        if (!edus.isEmpty()) {
            body.put("edus", JsonArray.of(edus));
        }
        return body.build();
    }

    private static Result result(ServerName server, RemoteResult answer) {
        return switch (answer) {
            case RemoteResult.Done done -> {
                report(server, done.body());
                yield Result.TAKEN;
            }
            case RemoteResult.Refused refused -> refused(server, refused);
            case RemoteResult.Unreachable _, RemoteResult.TimedOut _, RemoteResult.BadAnswer _ ->
                    Result.FAILED;
        };
    }

    /// What a server does not want today it may want tomorrow, but for what is wrong with the transaction itself.
    private static Result refused(ServerName server, RemoteResult.Refused refused) {
        boolean isOurs = refused.status() == 400 || refused.status() == 413;
        boolean isShut = refused.status() == 403;
        if (!isOurs && !isShut) {
            return Result.FAILED;
        }
        LOG.info(
                "federation: {} refuses a transaction: {} {}",
                server,
                refused.status(),
                refused.errorCode());
        return isOurs ? Result.REFUSED : Result.TAKEN;
    }

    /// An event that the server does not accept is no reason to send it again.
    private static void report(ServerName server, JsonObject body) {
        body.object("pdus")
                .ifPresent(
                        pdus ->
                                pdus.forEach(
                                        (id, result) -> {
                                            if (result instanceof JsonObject verdict
                                                    && verdict.has("error")) {
                                                LOG.debug(
                                                        "federation: {} does not accept {}",
                                                        server,
                                                        id);
                                            }
                                        }));
    }
}

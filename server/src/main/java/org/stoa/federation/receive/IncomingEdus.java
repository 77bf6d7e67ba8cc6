package org.stoa.federation.receive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.StorageException;

/// Takes in what is ephemeral in a transaction. What nobody handles here is dropped. Thread-safe.
///
/// Spec: server-server-api#edus (v1.19).
final class IncomingEdus {
    private static final Logger LOG = LoggerFactory.getLogger(IncomingEdus.class);

    private final Map<String, EduHandler> handlers;

    IncomingEdus(List<EduHandler> handlers) {
        this.handlers =
                handlers.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        EduHandler::type, Function.identity()));
    }

    void receive(ServerName origin, List<JsonObject> edus) {
        Map<EduHandler, List<JsonObject>> contents = new LinkedHashMap<>();
        for (JsonObject edu : edus) {
            EduHandler handler = handlers.get(edu.string("edu_type").orElse(""));
            if (handler != null) {
                edu.object("content")
                        .ifPresent(
                                content ->
                                        contents.computeIfAbsent(handler, _ -> new ArrayList<>())
                                                .add(content));
            }
        }
        contents.forEach((handler, all) -> receive(handler, origin, all));
    }

    /// What fails does not fail the events of its transaction.
    private static void receive(EduHandler handler, ServerName origin, List<JsonObject> contents) {
        try {
            handler.receive(origin, contents);
        } catch (StorageException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("{} of {} failed", handler.type(), origin, e);
        }
    }
}

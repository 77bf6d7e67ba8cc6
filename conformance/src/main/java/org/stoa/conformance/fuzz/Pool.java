package org.stoa.conformance.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.stoa.conformance.client.Json;

/// Identifiers that the server has given out, by the name of the parameter or member where one belongs, so that requests reach
/// further than the first check. Safe for use by several threads.
final class Pool {
    private static final int KEPT = 200;
    private static final int DEEPEST = 6;

    /// One id of so many is that of another server.
    private static final int FOREIGN = 20;

    private final Map<String, List<String>> values = new ConcurrentHashMap<>();

    /// Keeps a value; the oldest go.
    void add(String kind, String value) {
        List<String> kept = values.computeIfAbsent(kind, any -> new ArrayList<>());
        synchronized (kept) {
            kept.add(value);
            if (kept.size() > KEPT) {
                kept.removeFirst();
            }
        }
    }

    /// A value for a parameter or a member of this name.
    Optional<String> forName(String name, Random random) {
        return switch (name) {
            case "roomId", "room_id" -> own("room_id", "!", random);
            case "roomAlias", "room_alias", "alias" -> own("room_alias", "#", random);
            case "server", "serverName", "server_name", "via" -> Optional.of(Nasty.server(random));
            case "roomIdOrAlias" ->
                    random.nextBoolean()
                            ? own("room_id", "!", random)
                            : own("room_alias", "#", random);
            case "eventId", "event_id" -> pick("event_id", random);
            case "userId", "user_id", "userid", "user", "invite" -> own("user_id", "@", random);
            case "deviceId", "device_id", "devices" -> pick("device_id", random);
            case "filterId", "filter" -> pick("filter_id", random);
            case "from", "to", "since", "at" -> pick("token", random);
            case "session" -> pick("session", random);
            case "eventType", "type" ->
                    Optional.of(
                            List.of(
                                            "m.room.message",
                                            "m.room.name",
                                            "m.room.topic",
                                            "m.room.power_levels",
                                            "m.room.join_rules",
                                            "m.room.canonical_alias",
                                            "m.direct",
                                            "m.push_rules",
                                            "org.example.any")
                                    .get(random.nextInt(9)));
            case "stateKey" -> Optional.of("");
            case "keyName" -> Optional.of(random.nextBoolean() ? "displayname" : "org.example.any");
            case "txnId" -> Optional.of("t" + random.nextInt(1000));
            case "version", "new_version", "room_version" ->
                    Optional.of(Integer.toString(random.nextInt(14)));
            default -> Optional.empty();
        };
    }

    /// Takes over what an answer names.
    void harvest(Json answer) {
        harvest(answer, DEEPEST);
    }

    private void harvest(Json json, int depth) {
        if (depth == 0) {
            return;
        }
        if (json.isArray()) {
            json.items().stream().limit(20).forEach(item -> harvest(item, depth - 1));
        } else if (json.isObject()) {
            json.members()
                    .forEach(
                            (name, value) -> {
                                if (value.isString()) {
                                    take(name, value.string());
                                } else {
                                    harvest(value, depth - 1);
                                }
                            });
        }
    }

    private void take(String name, String value) {
        switch (name) {
            case "room_id", "event_id", "device_id", "filter_id", "session", "room_alias" ->
                    add(name, value);
            case "user_id", "sender" -> add("user_id", value);
            case "next_batch", "prev_batch", "start", "end" -> add("token", value);
            default -> {}
        }
    }

    /// One that an answer named, most of the time.
    private Optional<String> own(String kind, String sigil, Random random) {
        return random.nextInt(FOREIGN) == 0
                ? Optional.of(sigil + "a:" + Nasty.server(random))
                : pick(kind, random);
    }

    private Optional<String> pick(String kind, Random random) {
        List<String> kept = values.get(kind);
        if (kept == null) {
            return Optional.empty();
        }
        synchronized (kept) {
            return kept.isEmpty()
                    ? Optional.empty()
                    : Optional.of(kept.get(random.nextInt(kept.size())));
        }
    }
}

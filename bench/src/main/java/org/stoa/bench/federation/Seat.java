package org.stoa.bench.federation;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.http.Json;

/// A user of a scripted server in a room of the server under load.
///
/// @param membership id of the event by which the user is in the room
/// @param timeline goes on from that event
public record Seat(Peer peer, String user, String membership, Timeline timeline) {
    /// Rooms must be of this version.
    public static final String ROOM_VERSION = "11";

    /// Joins a public room through the server under load.
    ///
    /// Spec: server-server-api#joining-rooms (v1.19).
    public static Seat enter(Requests requests, Peer peer, String user, String room)
            throws IOException, InterruptedException {
        Json template =
                requests.call(
                                peer,
                                "GET",
                                "/_matrix/federation/v1/make_join/%s/%s?ver=%s"
                                        .formatted(encode(room), encode(user), ROOM_VERSION),
                                "")
                        .orThrow()
                        .json()
                        .at("event");
        Pdu.Unsigned join =
                Timeline.make(
                        room,
                        new Timeline.Draft(
                                peer, user, "m.room.member", user, Map.of("membership", "join")),
                        ids(template.at("auth_events")),
                        ids(template.at("prev_events")),
                        template.at("depth").number(),
                        System.currentTimeMillis());
        Json answer =
                requests.call(
                                peer,
                                "PUT",
                                "/_matrix/federation/v2/send_join/%s/%s"
                                        .formatted(encode(room), encode(join.id())),
                                join.sign().json())
                        .orThrow()
                        .json();
        Map<String, String> state = state(answer.at("state").items());
        long depth = template.at("depth").number() + 1;
        return new Seat(
                peer,
                user,
                join.id(),
                new Timeline(
                        room,
                        of(state, "m.room.create"),
                        of(state, "m.room.power_levels"),
                        of(state, "m.room.join_rules"),
                        join.id(),
                        depth));
    }

    private static List<String> ids(Json list) {
        return list.items().stream().map(Json::text).toList();
    }

    /// Ids of the events without a state key of their own, by type.
    private static Map<String, String> state(List<Json> events) {
        Map<String, String> state = new HashMap<>();
        for (Json event : events) {
            if (event.at("state_key").text().isEmpty()) {
                state.put(event.at("type").text(), Pdu.read(event).id());
            }
        }
        return state;
    }

    private static String of(Map<String, String> state, String type) {
        String id = state.get(type);
        if (id == null) {
            throw new CheckFailed("the room has no " + type);
        }
        return id;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// A message after the one before.
    public Pdu.Unsigned message(String text) {
        return timeline.message(peer, user, membership, text);
    }
}

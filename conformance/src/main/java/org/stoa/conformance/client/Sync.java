package org.stoa.conformance.client;

import java.util.List;
import java.util.Optional;

/// An answer of `/sync`. What is absent is empty, as the specification has it; [#json] tells the difference.
public record Sync(Json json) {
    public String nextBatch() {
        return json.string("next_batch");
    }

    /// The part about a room that the user is in, if the answer has one.
    public Optional<Json> joined(String room) {
        return json.find("rooms", "join", room);
    }

    public Optional<Json> invited(String room) {
        return json.find("rooms", "invite", room);
    }

    public Optional<Json> knocked(String room) {
        return json.find("rooms", "knock", room);
    }

    public Optional<Json> left(String room) {
        return json.find("rooms", "leave", room);
    }

    /// The timeline of a room that the user is in, or of one that they left.
    public List<Json> timeline(String room) {
        return events(room, "timeline");
    }

    /// The state of a room that the user is in, or of one that they left: what is before the timeline.
    public List<Json> state(String room) {
        return events(room, "state");
    }

    public List<Json> ephemeral(String room) {
        return events(room, "ephemeral");
    }

    /// The account data of a room.
    public List<Json> accountData(String room) {
        return events(room, "account_data");
    }

    /// The user's account data that is not of a room.
    public List<Json> accountData() {
        return json.listOrEmpty("account_data", "events");
    }

    public List<Json> presence() {
        return json.listOrEmpty("presence", "events");
    }

    public List<Json> toDevice() {
        return json.listOrEmpty("to_device", "events");
    }

    /// The events of one part of a room that the user is in or has left.
    public List<Json> events(String room, String part) {
        return joined(room)
                .or(() -> left(room))
                .map(json -> json.listOrEmpty(part, "events"))
                .orElse(List.of());
    }

    /// Whether an event is in a room's timeline.
    public boolean hasEvent(String room, String event) {
        return ids(timeline(room)).contains(event);
    }

    /// The event of a type and state key in a room's state and timeline that is current after this answer.
    public Optional<Json> currentState(String room, String type, String key) {
        return timeline(room).reversed().stream()
                .filter(event -> isState(event, type, key))
                .findFirst()
                .or(
                        () ->
                                state(room).stream()
                                        .filter(event -> isState(event, type, key))
                                        .findFirst());
    }

    private static boolean isState(Json event, String type, String key) {
        return event.string("type").equals(type)
                && event.find("state_key").equals(Optional.of(Json.value(key)));
    }

    /// The first event of a type.
    public static Optional<Json> ofType(List<Json> events, String type) {
        return events.stream().filter(event -> event.string("type").equals(type)).findFirst();
    }

    /// The ids of events, in their order.
    public static List<String> ids(List<Json> events) {
        return events.stream().map(event -> event.string("event_id")).toList();
    }

    /// The types of events, in their order.
    public static List<String> types(List<Json> events) {
        return events.stream().map(event -> event.string("type")).toList();
    }
}

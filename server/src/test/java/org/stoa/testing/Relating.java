package org.stoa.testing;

import java.util.List;
import java.util.Optional;
import org.stoa.protocol.json.JsonObject;

/// Events that relate to others, and what answers tell of them.
public final class Relating {
    private Relating() {}

    /// The content of a message that relates to an event.
    public static JsonObject content(String kind, String target, String body) {
        return JsonObject.of(
                "msgtype",
                "m.text",
                "body",
                body,
                "m.relates_to",
                JsonObject.of("rel_type", kind, "event_id", target));
    }

    /// Sends a message that relates to an event.
    public static String say(
            TestClient sender, String room, String kind, String target, String body) {
        return sender.send(room, "m.room.message", content(kind, target, body));
    }

    /// Sends an edit.
    public static String edit(TestClient sender, String room, String target, String body) {
        return sender.send(room, "m.room.message", editContent(target, body));
    }

    /// The content of an edit.
    public static JsonObject editContent(String target, String body) {
        return content("m.replace", target, "* " + body)
                .with("m.new_content", JsonObject.of("msgtype", "m.text", "body", body));
    }

    /// Sends a reaction.
    public static String react(TestClient sender, String room, String target, String key) {
        return sender.send(room, "m.reaction", reaction(target, key));
    }

    /// The content of a reaction.
    public static JsonObject reaction(String target, String key) {
        return JsonObject.of(
                "m.relates_to",
                JsonObject.of("rel_type", "m.annotation", "event_id", target, "key", key));
    }

    /// Redacts an event.
    public static void redact(TestClient sender, String room, String target) {
        sender.put("/rooms/{}/redact/{}/{}", JsonObject.EMPTY, room, target, "r" + target).ok();
    }

    /// What the reader is told with an event; empty when nothing.
    public static JsonObject bundled(TestClient reader, String room, String event) {
        return bundled(reader.get("/rooms/{}/event/{}", room, event).ok());
    }

    /// What is told with an event; empty when nothing.
    public static JsonObject bundled(JsonObject event) {
        return event.object("unsigned")
                .flatMap(unsigned -> unsigned.object("m.relations"))
                .orElse(JsonObject.EMPTY);
    }

    /// The id of the edit that is told with an event.
    public static Optional<String> editOf(JsonObject bundled) {
        return bundled.object("m.replace").flatMap(edit -> edit.string("event_id"));
    }

    /// The ids of events.
    public static List<String> ids(List<JsonObject> events) {
        return events.stream().map(event -> event.string("event_id").orElseThrow()).toList();
    }

    /// Lets a user ignore another one.
    public static void ignore(TestClient user, TestClient ignored) {
        user.put(
                        "/user/{}/account_data/m.ignored_user_list",
                        JsonObject.of(
                                "ignored_users", JsonObject.of(ignored.id(), JsonObject.EMPTY)),
                        user.id())
                .ok();
    }
}

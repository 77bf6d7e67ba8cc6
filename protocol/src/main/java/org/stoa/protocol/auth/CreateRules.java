package org.stoa.protocol.auth;

import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;

/// Rule 1: create events.
final class CreateRules {

    private CreateRules() {}

    static AuthResult check(Event event) {
        RoomRules rules = event.rules();
        JsonObject content = event.content();
        // 1.1. If it has any `prev_events`, reject.
        if (!event.prevEvents().isEmpty()) {
            return reject("1.1", "A create event has no previous events");
        }
        if (rules.roomIdFromCreate()) {
            // 1.2. If the event has a `room_id`, reject.
            if (event.json().has("room_id")) {
                return reject("1.2", "A create event has no room id");
            }
            // Until version 11: 1.2. If the domain of the `room_id` does not match the domain of
            // the `sender`, reject.
        } else if (!isOfServer(event, event.sender().server())) {
            return reject("1.2", "The room id is not of the sender's server");
        }
        // 1.3. If `content.room_version` is present and is not a recognised version, reject.
        if (content.has("room_version")
                && content.string("room_version").flatMap(RoomVersion::of).isEmpty()) {
            return reject("1.3", "The room version is not known");
        }
        // 1.4. If `additional_creators` is present in `content` and is not an array of strings
        // where each string passes
        // the same user ID validation applied to `sender`, reject.
        if (rules.privilegedCreators()
                && content.has("additional_creators")
                && !(content.get("additional_creators") instanceof JsonArray creators
                        && creators.stream().allMatch(CreateRules::isUserId))) {
            return reject("1.4", "The additional creators are not a list of user ids");
        }
        // Until version 10: 1.4. If `content` has no `creator` property, reject.
        if (!rules.creatorIsSender() && !content.has("creator")) {
            return reject("1.4", "A create event names the creator");
        }
        // 1.5. Otherwise, allow.
        return new AuthResult.Allowed(StepNumbers.of(rules).createOtherwise());
    }

    private static boolean isOfServer(Event event, ServerName server) {
        return event.roomId().server().filter(server::equals).isPresent();
    }

    private static boolean isUserId(Json value) {
        return value instanceof JsonString(String text) && UserId.tryParse(text).isPresent();
    }

    private static AuthResult reject(String rule, String reason) {
        return new AuthResult.Rejected(rule, reason, true);
    }
}

package org.stoa.protocol.push;

import java.util.Optional;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonBoolean;
import org.stoa.protocol.json.JsonNull;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

/// Reads the conditions of push rules.
final class ConditionParser {

    private ConditionParser() {}

    static Condition parse(JsonObject json) {
        return known(json).orElseGet(() -> new UnrecognisedCondition(json));
    }

    private static Optional<Condition> known(JsonObject json) {
        return switch (json.string("kind").orElse("")) {
            case EventMatch.KIND -> eventMatch(json);
            case EventPropertyIs.KIND ->
                    path(json)
                            .flatMap(
                                    path ->
                                            value(json)
                                                    .map(v -> new EventPropertyIs(json, path, v)));
            case EventPropertyContains.KIND ->
                    path(json)
                            .flatMap(
                                    path ->
                                            value(json)
                                                    .map(
                                                            v ->
                                                                    new EventPropertyContains(
                                                                            json, path, v)));
            case ContainsDisplayName.KIND -> Optional.of(new ContainsDisplayName(json));
            case RoomMemberCount.KIND ->
                    json.string("is").flatMap(is -> RoomMemberCount.parse(json, is));
            case SenderNotificationPermission.KIND ->
                    json.string("key").map(key -> new SenderNotificationPermission(json, key));
            default -> Optional.empty();
        };
    }

    private static Optional<Condition> eventMatch(JsonObject json) {
        return path(json)
                .flatMap(
                        path ->
                                json.string("pattern")
                                        .map(glob -> new EventMatch(json, path, Glob.of(glob))));
    }

    private static Optional<PropertyPath> path(JsonObject json) {
        return json.string("key").map(PropertyPath::parse);
    }

    /// Only strings, integers, booleans and null can be compared.
    private static Optional<Json> value(JsonObject json) {
        return switch (json.get("value")) {
            case JsonString value -> Optional.of(value);
            case JsonBoolean value -> Optional.of(value);
            case JsonNull value -> Optional.of(value);
            case JsonNumber value when value.isInteger() -> Optional.of(value);
            case JsonNumber fraction -> Optional.empty();
            case JsonArray compound -> Optional.empty();
            case JsonObject compound -> Optional.empty();
            case null -> Optional.empty();
        };
    }
}

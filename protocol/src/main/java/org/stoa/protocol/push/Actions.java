package org.stoa.protocol.push;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonBoolean;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

/// What is to be done about an event. Tweaks that are not known here are kept, for clients and push gateways that know
/// them.
///
/// Spec: client-server-api#actions (v1.19).
public final class Actions {

    /// Nothing is to be done.
    public static final Actions NONE = new Actions(JsonArray.EMPTY);

    private static final String NOTIFY = "notify";

    /// Actions of older versions of the specification, which mean nothing any more.
    private static final Set<String> HISTORICAL = Set.of("dont_notify", "coalesce");

    private static final String SET_TWEAK = "set_tweak";
    private static final String HIGHLIGHT = "highlight";
    private static final String SOUND = "sound";

    private final JsonArray json;
    private final boolean notify;
    private final boolean highlight;
    private final @Nullable String sound;

    private Actions(JsonArray json) {
        this.json = json;
        this.notify = json.stream().anyMatch(Actions::isNotify);
        this.highlight = tweak(json, HIGHLIGHT).map(Actions::isOn).orElse(false);
        this.sound = tweak(json, SOUND).flatMap(tweak -> tweak.string("value")).orElse(null);
    }

    /// Returns the actions that the array names. The historical ones do nothing, but are kept: who wrote them finds them
    /// again. What never was an action is left out.
    public static Actions parse(JsonArray json) {
        JsonArray.Builder known = JsonArray.builder();
        for (Json action : json) {
            if (isValid(action)) {
                known.add(action);
            }
        }
        return known.build().isEmpty() ? NONE : new Actions(known.build());
    }

    /// Returns the actions to notify, with these tweaks.
    static Actions notifying(JsonObject... tweaks) {
        JsonArray.Builder actions = JsonArray.builder().add(NOTIFY);
        for (JsonObject tweak : tweaks) {
            actions.add(tweak);
        }
        return new Actions(actions.build());
    }

    static JsonObject sound(String name) {
        return JsonObject.of(SET_TWEAK, SOUND, "value", name);
    }

    static JsonObject highlight() {
        return JsonObject.of(SET_TWEAK, HIGHLIGHT);
    }

    /// Whether an action may stand in a rule: `notify`, one of the historical actions, or a tweak with a name.
    static boolean isValid(Json action) {
        return isTweak(action)
                || (action instanceof JsonString(String name)
                        && (name.equals(NOTIFY) || HISTORICAL.contains(name)));
    }

    /// Whether the event makes a notification.
    public boolean isNotify() {
        return notify;
    }

    /// Whether the notification stands out; only meaningful when there is one.
    public boolean isHighlight() {
        return highlight;
    }

    /// Returns the sound that the notification makes.
    public Optional<String> sound() {
        return Optional.ofNullable(sound);
    }

    /// Returns the tweaks as a push gateway gets them: names with values; a highlight without value is `true`.
    ///
    /// Spec: push-gateway-api#post_matrixpushv1notify (v1.19).
    public JsonObject tweaks() {
        JsonObject.Builder tweaks = JsonObject.builder();
        for (JsonObject action : json.objects()) {
            String name = action.string(SET_TWEAK).orElseThrow();
            Json value = action.get("value");
            if (value != null) {
                tweaks.put(name, value);
            } else if (name.equals(HIGHLIGHT)) {
                tweaks.put(name, true);
            }
        }
        return tweaks.build();
    }

    /// Returns the actions as they stand in a rule.
    public JsonArray toJson() {
        return json;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Actions actions && json.equals(actions.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return json.toString();
    }

    private static boolean isNotify(Json action) {
        return action instanceof JsonString(String name) && name.equals(NOTIFY);
    }

    private static boolean isTweak(Json action) {
        return action instanceof JsonObject tweak && tweak.string(SET_TWEAK).isPresent();
    }

    private static Optional<JsonObject> tweak(JsonArray json, String name) {
        return json.objects().stream()
                .filter(tweak -> tweak.string(SET_TWEAK).filter(name::equals).isPresent())
                .findFirst();
    }

    private static boolean isOn(JsonObject highlight) {
        return !(highlight.get("value") instanceof JsonBoolean(boolean value)) || value;
    }
}

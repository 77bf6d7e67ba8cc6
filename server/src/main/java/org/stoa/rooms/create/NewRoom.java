package org.stoa.rooms.create;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonNull;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomVersion;

/// What a client asks of a room that is to be made.
///
/// Spec: client-server-api#post_matrixclientv3createroom (v1.19).
///
/// @param preset the rules it begins with
/// @param published whether it is published in the room directory
/// @param initialState state events for step 6, in order
public record NewRoom(
        RoomVersion version,
        Preset preset,
        boolean published,
        Optional<String> aliasLocalpart,
        Optional<String> name,
        Optional<String> topic,
        List<UserId> invite,
        boolean direct,
        JsonObject creationContent,
        List<JsonObject> initialState,
        JsonObject powerLevelOverride) {

    private static final int MAX_INVITES = 100;

    /// Each takes a millisecond or so, and all of them are one write, for which the writes of all rooms wait. More than spaces of
    /// large communities have; what is over it can be sent to the room afterwards.
    private static final int MAX_INITIAL_STATE = 2_000;

    /// The rules that a room begins with.
    public enum Preset {
        /// By invitation.
        PRIVATE_CHAT("private_chat", "invite", "can_join"),
        /// By invitation; who is invited gets the creator's power.
        TRUSTED_PRIVATE_CHAT("trusted_private_chat", "invite", "can_join"),
        /// Open to all but guests.
        PUBLIC_CHAT("public_chat", "public", "forbidden");

        private final String text;
        private final String joinRule;
        private final String guestAccess;

        Preset(String text, String joinRule, String guestAccess) {
            this.text = text;
            this.joinRule = joinRule;
            this.guestAccess = guestAccess;
        }

        String joinRule() {
            return joinRule;
        }

        String guestAccess() {
            return guestAccess;
        }

        static Preset of(String text) {
            for (Preset preset : values()) {
                if (preset.text.equals(text)) {
                    return preset;
                }
            }
            throw new MatrixException(
                    ErrorCode.BAD_JSON,
                    "preset is private_chat, trusted_private_chat or public_chat, not " + text);
        }
    }

    /// Reads a request.
    ///
    /// @param publicByDefault whether a room without preset and visibility is open (the rule of `api/v1`)
    public static NewRoom of(JsonObject body, RoomVersion defaultVersion, boolean publicByDefault) {
        boolean published = visibility(body);
        Optional<String> preset = text(body, "preset");
        Preset fallback =
                published || (publicByDefault && !body.has("visibility"))
                        ? Preset.PUBLIC_CHAT
                        : Preset.PRIVATE_CHAT;
        if (body.array("invite_3pid").map(invites -> !invites.isEmpty()).orElse(false)) {
            throw new MatrixException(
                    ErrorCode.THREEPID_DENIED, "This server cannot invite by e-mail or phone");
        }
        return new NewRoom(
                version(body, defaultVersion),
                preset.map(Preset::of).orElse(fallback),
                published,
                text(body, "room_alias_name"),
                text(body, "name").filter(name -> !name.isEmpty()),
                text(body, "topic").filter(topic -> !topic.isEmpty()),
                invites(body),
                body.bool("is_direct").orElse(false),
                object(body, "creation_content"),
                initialState(body),
                object(body, "power_level_content_override"));
    }

    private static boolean visibility(JsonObject body) {
        return switch (text(body, "visibility").orElse("private")) {
            case "public" -> true;
            case "private" -> false;
            default ->
                    throw new MatrixException(
                            ErrorCode.BAD_JSON, "visibility is either public or private");
        };
    }

    private static RoomVersion version(JsonObject body, RoomVersion defaultVersion) {
        Optional<String> version = text(body, "room_version");
        return version.isEmpty()
                ? defaultVersion
                : RoomVersion.of(version.get())
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.UNSUPPORTED_ROOM_VERSION,
                                                "This server makes rooms of version 1 to 12, not "
                                                        + version.get()));
    }

    private static List<UserId> invites(JsonObject body) {
        List<UserId> invites = new ArrayList<>();
        for (Json element : array(body, "invite")) {
            UserId user =
                    element instanceof JsonString text
                            ? UserId.tryParse(text.value()).orElse(null)
                            : null;
            if (user == null) {
                throw new MatrixException(ErrorCode.INVALID_PARAM, "invite is a list of user ids");
            }
            if (!invites.contains(user)) {
                invites.add(user);
            }
        }
        if (invites.size() > MAX_INVITES) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM,
                    "At most " + MAX_INVITES + " users can be invited while a room is made");
        }
        return List.copyOf(invites);
    }

    private static List<JsonObject> initialState(JsonObject body) {
        JsonArray wished = array(body, "initial_state");
        if (wished.size() > MAX_INITIAL_STATE) {
            throw new MatrixException(
                    ErrorCode.TOO_LARGE,
                    "initial_state has %d events; at most %d can be sent while a room is made"
                            .formatted(wished.size(), MAX_INITIAL_STATE));
        }
        List<JsonObject> events = new ArrayList<>();
        for (Json element : wished) {
            if (!(element instanceof JsonObject event)
                    || event.string("type").isEmpty()
                    || event.object("content").isEmpty()) {
                throw new MatrixException(
                        ErrorCode.BAD_JSON,
                        "initial_state is a list of objects with type, state_key and content");
            }
            if (event.has("state_key") && event.string("state_key").isEmpty()) {
                throw new MatrixException(
                        ErrorCode.BAD_JSON, "state_key in initial_state is not a text");
            }
            events.add(event);
        }
        return List.copyOf(events);
    }

    private static Optional<String> text(JsonObject body, String name) {
        Json value = body.get(name);
        if (value == null || value instanceof JsonNull) {
            return Optional.empty();
        }
        Optional<String> text = body.string(name);
        if (text.isEmpty()) {
            throw new MatrixException(ErrorCode.BAD_JSON, name + " is not a text");
        }
        return text;
    }

    private static JsonObject object(JsonObject body, String name) {
        Json value = body.get(name);
        if (value == null || value instanceof JsonNull) {
            return JsonObject.EMPTY;
        }
        return body.object(name)
                .orElseThrow(
                        () -> new MatrixException(ErrorCode.BAD_JSON, name + " is not an object"));
    }

    private static JsonArray array(JsonObject body, String name) {
        Json value = body.get(name);
        if (value == null || value instanceof JsonNull) {
            return JsonArray.EMPTY;
        }
        return body.array(name)
                .orElseThrow(
                        () -> new MatrixException(ErrorCode.BAD_JSON, name + " is not a list"));
    }
}

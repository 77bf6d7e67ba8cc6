package org.stoa.protocol.event.content;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;

/// Who may do what in a room: `m.room.power_levels`, or what holds without it, and the power of the creators. Levels are
/// looked up when they are asked for, so that making this view costs nothing however many users are listed.
///
/// A level that is missing or that is none by the rules of the room counts as not given.
///
/// Spec: client-server-api#mroompower_levels, server-server-api#definitions (v1.19).
public final class PowerLevels {

    /// The level of creators in room versions where they are above all; no event can give it.
    public static final long INFINITE = Long.MAX_VALUE;

    /// The level for changing state, kicking, banning, redacting and notifying the room unless another is given.
    public static final long MODERATOR = 50;

    /// The level of the creator of a room without `m.room.power_levels`, in versions where creators are not above all.
    public static final long CREATOR = 100;

    private final RoomRules rules;
    private final CreateContent create;
    private final @Nullable Event event;
    private final JsonObject content;

    private PowerLevels(RoomRules rules, CreateContent create, @Nullable Event event) {
        this.rules = rules;
        this.create = create;
        this.event = event;
        this.content = event == null ? JsonObject.EMPTY : event.content();
    }

    /// Returns the levels of the room of this create event, whose `m.room.power_levels` is the other, if any.
    public static PowerLevels of(Event create, @Nullable Event powerLevels) {
        return new PowerLevels(create.rules(), CreateContent.of(create), powerLevels);
    }

    /// Returns the level of a user.
    public long user(UserId user) {
        return user(user.toString());
    }

    /// Returns the level of a user whose id is given as text.
    public long user(String user) {
        if (create.hasInfinitePower(user)) {
            return INFINITE;
        }
        if (event == null) {
            return create.isCreator(user) ? CREATOR : 0;
        }
        OptionalLong own = levelIn("users", user);
        return own.isPresent() ? own.getAsLong() : level("users_default", 0);
    }

    /// Returns the level of users that are not listed.
    public long usersDefault() {
        return level("users_default", 0);
    }

    /// Returns the level that sending an event of this type takes; of membership events it is not asked.
    public long event(String type, boolean isState) {
        OptionalLong own = levelIn("events", type);
        if (own.isPresent()) {
            return own.getAsLong();
        }
        return isState ? stateDefault() : eventsDefault();
    }

    /// Returns the level for sending state events that have no other.
    public long stateDefault() {
        return level("state_default", MODERATOR);
    }

    /// Returns the level for sending message events that have no other.
    public long eventsDefault() {
        return level("events_default", 0);
    }

    /// Returns the level for inviting.
    public long invite() {
        return level("invite", 0);
    }

    /// Returns the level for kicking.
    public long kick() {
        return level("kick", MODERATOR);
    }

    /// Returns the level for banning.
    public long ban() {
        return level("ban", MODERATOR);
    }

    /// Returns the level for redacting what others sent.
    public long redact() {
        return level("redact", MODERATOR);
    }

    /// Returns the level for notifying everybody by this key, such as `room`.
    public long notifications(String key) {
        OptionalLong own = levelIn("notifications", key);
        return own.isPresent() ? own.getAsLong() : MODERATOR;
    }

    /// Whether the user may send events of this type; of membership events the authorisation rules decide.
    public boolean maySend(UserId user, String type, boolean isState) {
        return user(user) >= event(type, isState);
    }

    private long level(String name, long missing) {
        OptionalLong level = PowerLevel.parse(content.get(name), rules);
        return level.isPresent() ? level.getAsLong() : missing;
    }

    private OptionalLong levelIn(String map, String name) {
        return content.get(map) instanceof JsonObject levels
                ? PowerLevel.parse(levels.get(name), rules)
                : OptionalLong.empty();
    }
}

package org.stoa.rooms.create;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.stoa.http.auth.Requester;
import org.stoa.platform.Randomness;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.rooms.alias.Aliases;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.RoomSnapshot;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.membership.MemberContent;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.send.Draft;
import org.stoa.rooms.send.EventFactory;
import org.stoa.rooms.send.EventSender;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.StateRef;
import org.stoa.storage.Nids;
import org.stoa.storage.Position;
import org.stoa.storage.rows.RoomRow;
import org.stoa.storage.rows.StateLineRow;

/// Makes a room: all its first events, in the order of the specification, in one write.
///
/// Spec: client-server-api#post_matrixclientv3createroom (v1.19).
public final class CreateRoom {
    private static final long CREATOR_POWER = 100;
    private static final long TOMBSTONE_POWER_V12 = 150;

    private final ServerName serverName;
    private final Rooms rooms;
    private final EventSender sender;
    private final EventFactory factory;
    private final Aliases aliases;
    private final MemberContent memberContent;
    private final Nids nids;
    private final Time time;
    private final Randomness randomness;
    private final AtomicLong lastCreation = new AtomicLong();

    /// Creates it.
    public CreateRoom(
            ServerName serverName,
            Rooms rooms,
            EventSender sender,
            EventFactory factory,
            Aliases aliases,
            MemberContent memberContent,
            Nids nids,
            Time time,
            Randomness randomness) {
        this.serverName = serverName;
        this.rooms = rooms;
        this.sender = sender;
        this.factory = factory;
        this.aliases = aliases;
        this.memberContent = memberContent;
        this.nids = nids;
        this.time = time;
        this.randomness = randomness;
    }

    /// A room that was made.
    public record Made(RoomId roomId, Optional<RoomAlias> alias) {}

    /// Makes the room and answers when it is durable.
    ///
    /// Errors: M_ROOM_IN_USE when the alias is taken; M_INVALID_ROOM_STATE when the asked-for state is not allowed;
    /// M_UNSUPPORTED_ROOM_VERSION.
    public Made create(Requester requester, NewRoom wish) {
        Optional<RoomAlias> alias =
                wish.aliasLocalpart().map(localpart -> aliases.localAlias(requester, localpart));
        if (alias.isEmpty()) {
            return make(requester, wish, null);
        }
        return aliases.reserved(alias.get(), () -> make(requester, wish, alias.get()));
    }

    private Made make(Requester requester, NewRoom wish, @Nullable RoomAlias alias) {
        Begun begun = begin(requester, wish);
        Room room = begun.room();
        try {
            sender.update(
                    room,
                    update -> tell(update, requester, wish, begun.create(), begun.built(), alias));
        } catch (RuntimeException failed) {
            rooms.remove(room);
            throw failed;
        }
        return new Made(room.roomId(), Optional.ofNullable(alias));
    }

    /// A room with its create event, before anything is written.
    private record Begun(Room room, Draft create, EventFactory.Built built) {}

    private Begun begin(Requester requester, NewRoom wish) {
        RoomRules rules = wish.version().rules();
        RoomHead empty = emptyHead();
        RoomId proposed = RoomId.of(randomness.opaque(18), serverName);
        Draft create = creation(requester, wish);
        while (true) {
            EventFactory.Built built = factory.build(proposed, rules, empty, create);
            Room room =
                    new Room(
                            nids.next(Nids.Space.ROOM),
                            built.event().roomId(),
                            rules,
                            new RoomSnapshot(Position.ZERO, empty),
                            0);
            if (rooms.addNew(room)) {
                return new Begun(room, create, built);
            }
            // Since version 12 the id is the hash of the create event: two of one millisecond may
            // be the same.
            create = create.at(OptionalLong.of(built.event().originServerTs() + 1));
        }
    }

    private RoomHead emptyHead() {
        StateRef nothing = new StateRef(nids.next(Nids.Space.LINE), 0);
        return new RoomHead(
                StateMap.EMPTY, nothing, List.of(), RoomHead.FIRST_ORD - 1, 1, 0, 0, 0, Map.of());
    }

    private Room tell(
            RoomUpdate update,
            Requester requester,
            NewRoom wish,
            Draft create,
            EventFactory.Built built,
            @Nullable RoomAlias alias) {
        Room room = update.room();
        long line = update.head().stateRef().line();
        update.write().add(new StateLineRow(line, room.nid(), null, null, 0));
        sender.addBuilt(update, create, built);
        state(update, requester, "m.room.member", requester.userId().toString(), joins(requester));
        state(update, requester, "m.room.power_levels", "", powerLevels(requester, wish));
        if (alias != null) {
            state(
                    update,
                    requester,
                    "m.room.canonical_alias",
                    "",
                    JsonObject.of("alias", alias.toString()));
            aliases.addRow(update, alias, requester);
        }
        addPreset(update, requester, wish);
        addInitialState(update, requester, wish);
        wish.name().ifPresent(name -> state(update, requester, "m.room.name", "", name(name)));
        wish.topic().ifPresent(topic -> state(update, requester, "m.room.topic", "", topic(topic)));
        for (UserId invited : wish.invite()) {
            invite(update, requester, wish, invited);
        }
        update.write().add(roomRow(update, requester, wish));
        return room;
    }

    private static RoomRow roomRow(RoomUpdate update, Requester requester, NewRoom wish) {
        RoomHead head = update.head();
        return new RoomRow(
                update.room().nid(),
                update.room().roomId().toString(),
                wish.version().id(),
                requester.userNid(),
                head.stateRef().line(),
                head.stateRef().version(),
                head.lastOrd(),
                head.depth(),
                head.nextAuthNo(),
                null,
                null,
                wish.published());
    }

    private Draft creation(Requester requester, NewRoom wish) {
        RoomRules rules = wish.version().rules();
        JsonObject.Builder content = wish.creationContent().toBuilder();
        content.put("room_version", wish.version().id());
        if (!rules.creatorIsSender()) {
            content.put("creator", requester.userId().toString());
        }
        if (rules.privilegedCreators()
                && wish.preset() == NewRoom.Preset.TRUSTED_PRIVATE_CHAT
                && !wish.invite().isEmpty()) {
            content.put("additional_creators", additionalCreators(wish));
        }
        return Draft.state(
                        requester.userId(),
                        requester.userNid(),
                        "m.room.create",
                        "",
                        content.build())
                .at(OptionalLong.of(creationTime()));
    }

    /// The time of a creation, which no other has: where the room's id is the hash of its creation, two rooms that one user
    /// makes alike within a millisecond would otherwise be one.
    private long creationTime() {
        long now = time.instant().toEpochMilli();
        return lastCreation.updateAndGet(last -> Math.max(last + 1, now));
    }

    private static JsonArray additionalCreators(NewRoom wish) {
        Set<String> creators = new LinkedHashSet<>();
        wish.creationContent()
                .array("additional_creators")
                .ifPresent(named -> creators.addAll(named.strings()));
        wish.invite().forEach(user -> creators.add(user.toString()));
        return JsonArray.ofStrings(creators);
    }

    /// Power levels in which the creator, and in a trusted private chat whoever is invited, may do everything.
    private static JsonObject powerLevels(Requester requester, NewRoom wish) {
        RoomRules rules = wish.version().rules();
        JsonObject.Builder users = JsonObject.builder();
        if (!rules.privilegedCreators()) {
            users.put(requester.userId().toString(), CREATOR_POWER);
            if (wish.preset() == NewRoom.Preset.TRUSTED_PRIVATE_CHAT) {
                wish.invite().forEach(user -> users.put(user.toString(), CREATOR_POWER));
            }
        }
        JsonObject levels =
                JsonObject.builder()
                        .put("users", users.build())
                        .put("users_default", 0)
                        .put("events", eventPowers(rules))
                        .put("events_default", 0)
                        .put("state_default", 50)
                        .put("ban", 50)
                        .put("kick", 50)
                        .put("redact", 50)
                        .put("invite", 0)
                        .put("historical", 100)
                        .build();
        JsonObject.Builder overridden = levels.toBuilder();
        wish.powerLevelOverride().forEach(overridden::put);
        return overridden.build();
    }

    private static JsonObject eventPowers(RoomRules rules) {
        return JsonObject.builder()
                .put("m.room.name", 50)
                .put("m.room.power_levels", 100)
                .put("m.room.history_visibility", 100)
                .put("m.room.canonical_alias", 50)
                .put("m.room.avatar", 50)
                .put("m.room.tombstone", rules.privilegedCreators() ? TOMBSTONE_POWER_V12 : 100)
                .put("m.room.server_acl", 100)
                .put("m.room.encryption", 100)
                .build();
    }

    /// Step 5, but for what step 6 sets anyway.
    private void addPreset(RoomUpdate update, Requester requester, NewRoom wish) {
        Map<String, JsonObject> preset = new LinkedHashMap<>();
        preset.put("m.room.join_rules", JsonObject.of("join_rule", wish.preset().joinRule()));
        preset.put("m.room.history_visibility", JsonObject.of("history_visibility", "shared"));
        preset.put(
                "m.room.guest_access", JsonObject.of("guest_access", wish.preset().guestAccess()));
        preset.forEach(
                (type, content) -> {
                    if (!initialStateHas(wish, type)) {
                        state(update, requester, type, "", content);
                    }
                });
    }

    private static boolean initialStateHas(NewRoom wish, String type) {
        return wish.initialState().stream()
                .anyMatch(
                        event ->
                                event.string("type").orElse("").equals(type)
                                        && event.string("state_key").orElse("").isEmpty());
    }

    private void addInitialState(RoomUpdate update, Requester requester, NewRoom wish) {
        for (JsonObject event : wish.initialState()) {
            String type = event.string("type").orElseThrow();
            boolean replaced =
                    (type.equals("m.room.name") && wish.name().isPresent())
                            || (type.equals("m.room.topic") && wish.topic().isPresent());
            if (type.equals("m.room.create") || type.equals("m.room.member")) {
                throw new MatrixException(
                        ErrorCode.INVALID_ROOM_STATE, "initial_state cannot have " + type);
            }
            if (!replaced) {
                state(
                        update,
                        requester,
                        type,
                        event.string("state_key").orElse(""),
                        event.object("content").orElseThrow());
            }
        }
    }

    private void invite(RoomUpdate update, Requester requester, NewRoom wish, UserId invited) {
        JsonObject.Builder content =
                memberContent.of(invited, Membership.INVITE, Optional.empty()).toBuilder();
        if (wish.direct()) {
            content.put("is_direct", true);
        }
        state(update, requester, "m.room.member", invited.toString(), content.build());
    }

    private JsonObject joins(Requester requester) {
        return memberContent.of(requester.userId(), Membership.JOIN, Optional.empty());
    }

    private static JsonObject name(String name) {
        return JsonObject.of("name", name);
    }

    private static JsonObject topic(String topic) {
        JsonObject text = JsonObject.of("mimetype", "text/plain", "body", topic);
        return JsonObject.of(
                "topic", topic, "m.topic", JsonObject.of("m.text", JsonArray.of(text)));
    }

    /// Adds a state event; that it is not allowed is the request's fault here.
    private void state(
            RoomUpdate update,
            Requester requester,
            String type,
            String stateKey,
            JsonObject content) {
        try {
            sender.add(
                    update,
                    Draft.state(requester.userId(), requester.userNid(), type, stateKey, content));
        } catch (MatrixException refused) {
            if (refused.code() != ErrorCode.FORBIDDEN) {
                throw refused;
            }
            throw new MatrixException(
                    ErrorCode.INVALID_ROOM_STATE,
                    type + " is not allowed: " + refused.getMessage());
        }
    }
}

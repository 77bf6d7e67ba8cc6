package org.stoa.rooms.create;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.data.InvitePermissions;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonBoolean;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.rooms.alias.AliasContent;
import org.stoa.rooms.alias.Aliases;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.membership.MemberContent;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.send.Draft;
import org.stoa.rooms.send.EventSender;
import org.stoa.storage.Names;

/// Makes a room: all its first events, in the order of the specification, in one write.
///
/// Spec: client-server-api#post_matrixclientv3createroom (v1.19).
public final class CreateRoom {
    private static final long CREATOR_POWER = 100;
    private static final int MAX_KEY = 255;
    private static final long TOMBSTONE_POWER_V12 = 150;

    private final ServerName serverName;
    private final RoomMaker maker;
    private final EventSender sender;
    private final Aliases aliases;
    private final MemberContent memberContent;
    private final InvitePermissions permissions;
    private final InvitesElsewhere elsewhere;
    private final Names names;

    /// Creates it.
    public CreateRoom(
            ServerName serverName,
            RoomMaker maker,
            EventSender sender,
            Aliases aliases,
            MemberContent memberContent,
            InvitePermissions permissions,
            InvitesElsewhere elsewhere,
            Names names) {
        this.serverName = serverName;
        this.maker = maker;
        this.sender = sender;
        this.aliases = aliases;
        this.memberContent = memberContent;
        this.permissions = permissions;
        this.elsewhere = elsewhere;
        this.names = names;
    }

    /// A room that was made.
    ///
    /// @param notInvited who was to be invited and is not, each with the reason: users of other servers
    public record Made(
            RoomId roomId, Optional<RoomAlias> alias, Map<UserId, MatrixException> notInvited) {
        public Made {
            notInvited = Collections.unmodifiableMap(new LinkedHashMap<>(notInvited));
        }
    }

    /// Makes the room and answers when it is durable.
    ///
    /// Errors: M_ROOM_IN_USE when the alias is taken; M_INVALID_ROOM_STATE when the asked-for state is not allowed;
    /// M_BAD_ALIAS and M_INVALID_PARAM for a canonical alias in it that does not lead to the new room;
    /// M_UNSUPPORTED_ROOM_VERSION; M_INVITE_BLOCKED when one of the invited, of this server, wants no invite of the requester.
    /// Then there is no room.
    public Made create(Requester requester, NewRoom wish) {
        wish.invite().forEach(user -> permissions.requireNotBlocked(requester.userId(), user));
        wish.invite().forEach(memberContent::meet);
        Optional<RoomAlias> alias =
                wish.aliasLocalpart().map(localpart -> aliases.localAlias(requester, localpart));
        if (alias.isEmpty()) {
            return make(requester, wish, null);
        }
        return aliases.reserved(alias.get(), () -> make(requester, wish, alias.get()));
    }

    private Made make(Requester requester, NewRoom wish, @Nullable RoomAlias alias) {
        // Together, since each alone would wait for a commit of its own. What no event may have is
        // refused later.
        names.prepareStateKeys(
                wish.initialState().stream()
                        .map(CreateRoom::key)
                        .filter(key -> Math.max(key.type().length(), key.key().length()) <= MAX_KEY)
                        .toList());
        Room room =
                maker.make(
                        new RoomMaker.Beginning(
                                requester, wish.version(), creation(wish), wish.published()),
                        update -> tell(update, requester, wish, alias));
        return new Made(
                room.roomId(), Optional.ofNullable(alias), inviteOthers(requester, wish, room));
    }

    private static Names.TypeAndKey key(JsonObject state) {
        return new Names.TypeAndKey(
                state.string("type").orElseThrow(), state.string("state_key").orElse(""));
    }

    private void tell(
            RoomUpdate update, Requester requester, NewRoom wish, @Nullable RoomAlias alias) {
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
        addInitialState(update, requester, wish, alias);
        wish.name().ifPresent(name -> state(update, requester, "m.room.name", "", name(name)));
        wish.topic().ifPresent(topic -> state(update, requester, "m.room.topic", "", topic(topic)));
        for (UserId invited : wish.invite()) {
            if (isLocal(invited)) {
                invite(update, requester, wish, invited);
            }
        }
    }

    /// Their servers sign an invite before it is sent, which they can only be asked when the room is there. It stays, and the
    /// others are invited, also when one of them refuses or is not reachable: an error would hide from the client that it has
    /// a room now.
    private Map<UserId, MatrixException> inviteOthers(
            Requester requester, NewRoom wish, Room room) {
        Map<UserId, JsonObject> contents = new LinkedHashMap<>();
        for (UserId invited : wish.invite()) {
            if (!isLocal(invited)) {
                contents.put(invited, invitation(wish, invited));
            }
        }
        return elsewhere.invite(requester, room, contents);
    }

    private boolean isLocal(UserId user) {
        return user.server().equals(serverName);
    }

    private static JsonObject creation(NewRoom wish) {
        boolean addsCreators =
                wish.version().rules().privilegedCreators()
                        && wish.preset() == NewRoom.Preset.TRUSTED_PRIVATE_CHAT
                        && !wish.invite().isEmpty();
        return addsCreators
                ? wish.creationContent().with("additional_creators", additionalCreators(wish))
                : wish.creationContent();
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
                        .put("invite", wish.preset() == NewRoom.Preset.PUBLIC_CHAT ? 50 : 0)
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

    private void addInitialState(
            RoomUpdate update, Requester requester, NewRoom wish, @Nullable RoomAlias alias) {
        for (JsonObject event : wish.initialState()) {
            String type = event.string("type").orElseThrow();
            boolean replaced =
                    (type.equals("m.room.name") && wish.name().isPresent())
                            || (type.equals("m.room.topic") && wish.topic().isPresent());
            if (type.equals("m.room.create") || type.equals("m.room.member")) {
                throw new MatrixException(
                        ErrorCode.INVALID_ROOM_STATE, "initial_state cannot have " + type);
            }
            String stateKey = event.string("state_key").orElse("");
            JsonObject content = event.object("content").orElseThrow();
            if (type.equals("m.room.canonical_alias") && stateKey.isEmpty()) {
                AliasContent.of(content).forEach(named -> requireOwn(named, alias));
            }
            if (!replaced) {
                state(update, requester, type, stateKey, content);
            }
        }
    }

    /// No alias leads to a room that is being made, but the one that is made with it.
    private static void requireOwn(RoomAlias named, @Nullable RoomAlias own) {
        if (!named.equals(own)) {
            throw new MatrixException(
                    ErrorCode.BAD_ALIAS, "Room alias " + named + " does not lead to this room");
        }
    }

    private void invite(RoomUpdate update, Requester requester, NewRoom wish, UserId invited) {
        state(update, requester, "m.room.member", invited.toString(), invitation(wish, invited));
    }

    private JsonObject invitation(NewRoom wish, UserId invited) {
        JsonObject content = memberContent.of(invited, Membership.INVITE, Optional.empty());
        return wish.direct() ? content.with("is_direct", JsonBoolean.TRUE) : content;
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
            if (refused.code() != ErrorCode.FORBIDDEN && refused.code() != ErrorCode.BAD_JSON) {
                throw refused;
            }
            throw new MatrixException(
                    ErrorCode.INVALID_ROOM_STATE,
                    type + " is not allowed: " + refused.getMessage());
        }
    }
}

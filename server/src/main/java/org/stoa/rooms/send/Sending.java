package org.stoa.rooms.send;

import java.util.Optional;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.rooms.alias.Aliases;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.persist.RedactionCheck;
import org.stoa.storage.Database;
import org.stoa.storage.Names;

/// What a client asks to be sent, checked for what the room's rules do not say. Thread-safe.
public final class Sending {
    private static final String REDACTION = "m.room.redaction";
    private static final String SERVER_ACL = "m.room.server_acl";

    private final EventSender sender;
    private final EventStore events;
    private final Names names;
    private final Database database;
    private final Aliases aliases;
    private final RelationChecks relationChecks;

    /// Creates it.
    public Sending(
            EventSender sender,
            EventStore events,
            Names names,
            Database database,
            Aliases aliases) {
        this.sender = sender;
        this.events = events;
        this.names = names;
        this.database = database;
        this.aliases = aliases;
        this.relationChecks = new RelationChecks(database, events, names);
    }

    /// Sends a message event. Who is suspended may only send redactions of own events.
    ///
    /// Errors: M_FORBIDDEN, M_TOO_LARGE, M_BAD_JSON, M_USER_SUSPENDED; M_UNKNOWN with status 400 and M_DUPLICATE_ANNOTATION for what may
    /// not relate to another event so.
    public StoredEvent message(
            Requester requester,
            Room room,
            String type,
            JsonObject content,
            Optional<String> txnId) {
        if (type.equals(REDACTION)) {
            EventId target =
                    content.string("redacts")
                            .flatMap(EventId::tryParse)
                            .orElseThrow(
                                    () ->
                                            new MatrixException(
                                                    ErrorCode.BAD_JSON,
                                                    "A redaction has an event id in redacts"));
            return redact(requester, room, target, content, key(requester, room, type, txnId));
        }
        requireNotSuspended(requester);
        Draft draft =
                Draft.message(requester.userId(), requester.userNid(), type, content)
                        .at(requester.timestampOverride());
        return sender.send(room, draft, key(requester, room, type, txnId), relationChecks::check);
    }

    /// Sets a state.
    ///
    /// Errors: as of a message; M_BAD_ALIAS and M_INVALID_PARAM for a canonical alias that does not lead here.
    public StoredEvent state(
            Requester requester, Room room, String type, String stateKey, JsonObject content) {
        return state(requester, room, type, stateKey, content, Optional.empty());
    }

    /// Sets a state, once for each transaction id. Errors: as without one.
    public StoredEvent state(
            Requester requester,
            Room room,
            String type,
            String stateKey,
            JsonObject content,
            Optional<String> txnId) {
        if (type.equals("m.room.canonical_alias") && stateKey.isEmpty()) {
            checkAliases(room, content);
        }
        Draft draft =
                Draft.state(requester.userId(), requester.userNid(), type, stateKey, content)
                        .at(requester.timestampOverride());
        return sender.send(room, draft, key(requester, room, "state/" + type, txnId));
    }

    /// Redacts an event: one's own, or any with the power to.
    ///
    /// Errors: M_FORBIDDEN; M_NOT_FOUND when the event is not here, unless another server may have it and the user may redact
    /// what anybody sent; M_USER_SUSPENDED for events of others.
    public StoredEvent redaction(
            Requester requester,
            Room room,
            EventId target,
            Optional<String> reason,
            Optional<String> txnId) {
        JsonObject.Builder content = JsonObject.builder();
        reason.ifPresent(text -> content.put("reason", text));
        return redact(
                requester,
                room,
                target,
                content.build(),
                key(requester, room, "redact/" + target, txnId));
    }

    private StoredEvent redact(
            Requester requester,
            Room room,
            EventId target,
            JsonObject content,
            Optional<TransactionKey> key) {
        StateView state = new StateView(room.visible().head().state(), names, events);
        if (state.membership(requester.userId()) != Membership.JOIN) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "You are not in the room");
        }
        requireMayRedact(
                requester,
                room,
                state,
                database.read(tx -> events.find(tx, room.nid(), room.rules(), target)));
        boolean inContent = room.rules().redactsInContent();
        JsonObject full =
                inContent
                        ? content.with("redacts", new JsonString(target.toString()))
                        : content.without("redacts");
        Draft draft =
                inContent
                        ? Draft.message(requester.userId(), requester.userNid(), REDACTION, full)
                        : Draft.redaction(requester.userId(), requester.userNid(), target, full);
        return sender.send(room, draft.at(requester.timestampOverride()), key);
    }

    /// In a room of several servers, others may have an event that is not here: who may redact everything may redact that.
    private static void requireMayRedact(
            Requester requester, Room room, StateView state, Optional<StoredEvent> event) {
        boolean isOwn =
                event.filter(found -> found.header().sender() == requester.userNid()).isPresent();
        if (!isOwn) {
            requireNotSuspended(requester);
        }
        if (event.isEmpty()) {
            boolean isShared = room.visible().head().servers().size() > 1;
            if (!isShared || !RedactionCheck.mayRedactAll(requester.userId(), state)) {
                throw EventStore.notFound();
            }
            return;
        }
        if (!RedactionCheck.mayRedact(requester.userId(), event.get().parsed(), state)) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "You may not redact this event");
        }
        // "allow: [...] This defaults to an empty list when not provided, effectively disallowing
        // every server."
        boolean isListOfServers =
                state.stored(SERVER_ACL, "")
                        .filter(list -> list.event() == event.get().event())
                        .isPresent();
        if (isListOfServers) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN,
                    "Without what it says the list of servers would let no server take part in the"
                            + " room; send another list");
        }
    }

    /// Spec: client-server-api#account-suspension (v1.19).
    private static void requireNotSuspended(Requester requester) {
        if (requester.suspended()) {
            throw new MatrixException(
                    ErrorCode.USER_SUSPENDED, "This account is suspended and cannot do that");
        }
    }

    /// Errors: M_INVALID_PARAM when the transaction id is too long to remember.
    private static Optional<TransactionKey> key(
            Requester requester, Room room, String what, Optional<String> txnId) {
        return txnId.map(
                id ->
                        new TransactionKey(
                                requester.userNid(),
                                requester.deviceId().orElse(""),
                                room.roomId() + "/" + what,
                                id));
    }

    /// Every alias that the content names has to lead to this room; an empty main alias is none.
    private void checkAliases(Room room, JsonObject content) {
        JsonObject current =
                new StateView(room.visible().head().state(), names, events)
                        .content("m.room.canonical_alias", "");
        content.string("alias")
                .filter(alias -> !alias.isEmpty())
                .filter(alias -> !current.string("alias").equals(Optional.of(alias)))
                .ifPresent(alias -> checkAlias(room, alias));
        JsonArray known = current.array("alt_aliases").orElse(JsonArray.EMPTY);
        for (Json element : content.array("alt_aliases").orElse(JsonArray.EMPTY)) {
            if (!(element instanceof JsonString alias)) {
                throw new MatrixException(
                        ErrorCode.INVALID_PARAM, "alt_aliases is a list of texts");
            }
            if (known.stream().noneMatch(alias::equals)) {
                checkAlias(room, alias.value());
            }
        }
    }

    private void checkAlias(Room room, String text) {
        RoomAlias alias =
                RoomAlias.tryParse(text)
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.INVALID_PARAM,
                                                text + " is no room alias"));
        Optional<RoomId> target = aliases.isLocal(alias) ? aliases.find(alias) : Optional.empty();
        if (!target.equals(Optional.of(room.roomId()))) {
            throw new MatrixException(
                    ErrorCode.BAD_ALIAS, "Room alias " + alias + " does not lead to this room");
        }
    }
}

package org.stoa.rooms.persist;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.PowerLevels;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.rooms.head.StateView;

/// Says which events count as unread, and whom they mention, for users without rules of their own.
///
/// This is what the default push rules say for nobody in particular: what mentions somebody is kept as a row for him.
///
/// Spec: client-server-api#predefined-rules, #user-and-room-mentions (v1.19).
public final class CountedEvents {
    /// Most users that one event is taken to mention; more is not conversation.
    private static final int MAX_MENTIONS = 500;

    /// Types that the default underride rules notify of.
    private static final Set<String> NOTIFYING =
            Set.of("m.room.message", "m.room.encrypted", "m.call.invite");

    /// Whether the event counts as unread for those whom it does not mention: the default rules notify of messages and
    /// calls, but not of notices and edits.
    boolean counts(Event event) {
        if (event.isState()) {
            return false;
        }
        boolean notice = event.content().string("msgtype").equals(Optional.of("m.notice"));
        boolean edit =
                Relation.of(event.content())
                        .map(relation -> relation.kind().equals(Relation.REPLACE))
                        .orElse(false);
        return NOTIFYING.contains(event.type()) && !notice && !edit;
    }

    /// The users that the event mentions by `m.mentions.user_ids`, each once, without the sender.
    static List<UserId> mentionedUsers(Event event) {
        List<UserId> mentioned = new ArrayList<>();
        Optional<JsonArray> userIds =
                event.content()
                        .object("m.mentions")
                        .flatMap(mentions -> mentions.array("user_ids"));
        for (Json userId : userIds.orElse(JsonArray.EMPTY)) {
            if (mentioned.size() < MAX_MENTIONS && userId instanceof JsonString text) {
                UserId.tryParse(text.value())
                        .filter(user -> !user.equals(event.sender()) && !mentioned.contains(user))
                        .ifPresent(mentioned::add);
            }
        }
        return mentioned;
    }

    /// Whether the event highlights for everybody: it mentions the room and the sender may, or it closes the room.
    static boolean mentionsRoom(Event event, StateView state) {
        if (event.type().equals("m.room.tombstone") && event.stateKey().equals(Optional.of(""))) {
            return true;
        }
        JsonObject mentions = event.content().object("m.mentions").orElse(JsonObject.EMPTY);
        if (!mentions.bool("room").orElse(false)) {
            return false;
        }
        PowerLevels power = state.powerLevels();
        return power.user(event.sender()) >= power.notifications("room");
    }
}

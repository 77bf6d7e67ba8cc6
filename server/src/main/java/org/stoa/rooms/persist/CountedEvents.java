package org.stoa.rooms.persist;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.push.Actions;
import org.stoa.protocol.push.DefaultRules;
import org.stoa.protocol.push.PushContext;
import org.stoa.protocol.push.PushRuleset;
import org.stoa.protocol.push.RuleEvaluator;
import org.stoa.rooms.head.StateView;

/// Says which events count as unread, and whom they mention, for users without rules of their own.
///
/// This is what the default push rules say for nobody in particular: what mentions somebody is kept as a row for him.
///
/// Spec: client-server-api#predefined-rules, #user-and-room-mentions (v1.19).
public final class CountedEvents {
    /// Most users that one event is taken to mention; more is not conversation.
    private static final int MAX_MENTIONS = 500;

    private CountedEvents() {}

    /// Whether the event counts as unread for those whom it does not mention: whether the default rules notify of it.
    ///
    /// @param state the state before the event
    /// @param members how many users are joined
    static boolean counts(Event event, StateView state, int members) {
        if (event.isState("m.room.create", "")) {
            return false;
        }
        return evaluate(DefaultRules.FOR_NOBODY, event, state, members).isNotify();
    }

    /// Whether the event highlights for the users whom it mentions: notices and member events do not. The rules that come
    /// before the one for mentions are the same for all of them.
    ///
    /// @param mentioned one of them
    static boolean highlightsFor(Event event, UserId mentioned, StateView state, int members) {
        return evaluate(DefaultRules.forUser(mentioned), event, state, members).isHighlight();
    }

    /// Whether the event highlights for everybody: it mentions the room and the sender may, or it closes the room.
    static boolean highlightsForAll(Event event, StateView state, int members) {
        boolean mayBe =
                event.type().equals("m.room.tombstone")
                        || event.content().object("m.mentions").isPresent();
        return mayBe && evaluate(DefaultRules.FOR_NOBODY, event, state, members).isHighlight();
    }

    /// Whether the event may mention somebody.
    static boolean mentions(Event event) {
        return isForAll(event) || !mentionedUsers(event).isEmpty();
    }

    /// Whether the event may mention a user, by his id or with everybody else. Some of these have no row, as the sender may
    /// not tell everybody, or the user was not in the room.
    public static boolean mayMention(Event event, UserId user) {
        return isForAll(event) || mentionedUsers(event).contains(user);
    }

    private static boolean isForAll(Event event) {
        return event.type().equals("m.room.tombstone")
                || event.content()
                        .object("m.mentions")
                        .flatMap(mentions -> mentions.bool("room"))
                        .orElse(false);
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

    private static Actions evaluate(PushRuleset rules, Event event, StateView state, int members) {
        PushContext context = PushContext.of(state.powerLevels(), event.sender(), members, null);
        return RuleEvaluator.evaluate(rules, event.json(), context);
    }
}

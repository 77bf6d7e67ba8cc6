package org.stoa.protocol.push;

import java.util.List;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;

/// The rules that every user has: those of the specification, and those for polls.
///
/// Spec: client-server-api#predefined-rules (v1.19).
public final class DefaultRules {

    /// The rule that turns off all others when it is enabled; only it comes before the user's own.
    public static final String MASTER = ".m.rule.master";

    private static final JsonObject DEFAULT_SOUND = Actions.sound("default");

    private static final PushRule MASTER_RULE = override(MASTER, Actions.NONE).withEnabled(false);

    private static final PushRule SUPPRESS_NOTICES =
            override(
                    ".m.rule.suppress_notices",
                    Actions.NONE,
                    EventMatch.of("content.msgtype", "m.notice"));

    private static final PushRule MEMBER_EVENT =
            override(".m.rule.member_event", Actions.NONE, type("m.room.member"));

    private static final PushRule IS_ROOM_MENTION =
            override(
                    ".m.rule.is_room_mention",
                    Actions.notifying(Actions.highlight()),
                    EventPropertyIs.of("content.m\\.mentions.room", true),
                    SenderNotificationPermission.of("room"));

    private static final PushRule TOMBSTONE =
            override(
                    ".m.rule.tombstone",
                    Actions.notifying(Actions.highlight()),
                    type("m.room.tombstone"),
                    EventMatch.of("state_key", ""));

    private static final PushRule REACTION =
            override(".m.rule.reaction", Actions.NONE, type("m.reaction"));

    private static final PushRule SERVER_ACL =
            override(
                    ".m.rule.room.server_acl",
                    Actions.NONE,
                    type("m.room.server_acl"),
                    EventMatch.of("state_key", ""));

    private static final PushRule SUPPRESS_EDITS =
            override(
                    ".m.rule.suppress_edits",
                    Actions.NONE,
                    EventPropertyIs.of("content.m\\.relates_to.rel_type", "m.replace"));

    private static final PushRule POLL_RESPONSE =
            override(".org.matrix.msc3930.rule.poll_response", Actions.NONE, poll("response"));

    private static final List<PushRule> UNDERRIDE =
            List.of(
                    underride(
                            ".m.rule.call",
                            Actions.notifying(Actions.sound("ring")),
                            type("m.call.invite")),
                    underride(
                            ".m.rule.encrypted_room_one_to_one",
                            Actions.notifying(DEFAULT_SOUND),
                            RoomMemberCount.of(2),
                            type("m.room.encrypted")),
                    underride(
                            ".m.rule.room_one_to_one",
                            Actions.notifying(DEFAULT_SOUND),
                            RoomMemberCount.of(2),
                            type("m.room.message")),
                    underride(".m.rule.message", Actions.notifying(), type("m.room.message")),
                    underride(".m.rule.encrypted", Actions.notifying(), type("m.room.encrypted")),
                    underride(
                            ".org.matrix.msc3930.rule.poll_start_one_to_one",
                            Actions.notifying(DEFAULT_SOUND),
                            RoomMemberCount.of(2),
                            poll("start")),
                    underride(
                            ".org.matrix.msc3930.rule.poll_start",
                            Actions.notifying(),
                            poll("start")),
                    underride(
                            ".org.matrix.msc3930.rule.poll_end_one_to_one",
                            Actions.notifying(DEFAULT_SOUND),
                            RoomMemberCount.of(2),
                            poll("end")),
                    underride(
                            ".org.matrix.msc3930.rule.poll_end", Actions.notifying(), poll("end")));

    /// The rules that are not about one user, for what an event is to users whom it does not mention or invite. For all
    /// such users these give what [#forUser] gives.
    public static final PushRuleset FOR_NOBODY =
            ruleset(
                    List.of(
                            MASTER_RULE,
                            SUPPRESS_NOTICES,
                            MEMBER_EVENT,
                            IS_ROOM_MENTION,
                            TOMBSTONE,
                            REACTION,
                            SERVER_ACL,
                            POLL_RESPONSE,
                            SUPPRESS_EDITS));

    private DefaultRules() {}

    /// Returns the rules of a user who has changed nothing.
    public static PushRuleset forUser(UserId user) {
        return ruleset(
                List.of(
                        MASTER_RULE,
                        SUPPRESS_NOTICES,
                        inviteForMe(user.toString()),
                        MEMBER_EVENT,
                        isUserMention(user.toString()),
                        IS_ROOM_MENTION,
                        TOMBSTONE,
                        REACTION,
                        SERVER_ACL,
                        POLL_RESPONSE,
                        SUPPRESS_EDITS));
    }

    private static PushRule inviteForMe(String user) {
        return override(
                ".m.rule.invite_for_me",
                Actions.notifying(DEFAULT_SOUND),
                type("m.room.member"),
                EventMatch.of("content.membership", "invite"),
                EventMatch.ofLiteral("state_key", user));
    }

    private static PushRule isUserMention(String user) {
        return override(
                ".m.rule.is_user_mention",
                Actions.notifying(DEFAULT_SOUND, Actions.highlight()),
                EventPropertyContains.of("content.m\\.mentions.user_ids", user));
    }

    private static PushRuleset ruleset(List<PushRule> override) {
        return new PushRuleset(override, List.of(), List.of(), List.of(), UNDERRIDE);
    }

    private static Condition type(String type) {
        return EventMatch.of("type", type);
    }

    /// Polls are an accepted proposal that is not part of the specification yet; clients send and match them by their
    /// unstable names. Spec: MSC3381, MSC3930.
    private static Condition poll(String event) {
        return type("org.matrix.msc3381.poll." + event);
    }

    private static PushRule override(String id, Actions actions, Condition... conditions) {
        return new PushRule(RuleKind.OVERRIDE, id, true, true, List.of(conditions), actions);
    }

    private static PushRule underride(String id, Actions actions, Condition... conditions) {
        return new PushRule(RuleKind.UNDERRIDE, id, true, true, List.of(conditions), actions);
    }
}

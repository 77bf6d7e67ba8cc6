package org.stoa.protocol.version;

/// The rules of a room version, each version as the one before and what changed. There is one object for each version,
/// so rules may be compared with `==` as well as with `equals`.
///
/// Spec: rooms/v1 to rooms/v12 (v1.19).
///
/// @param eventIdFormat how events are named; hashes since version 3, in the URL-safe alphabet since version 4
/// @param stateResolution how states that differ are made one; V2 since version 2, V2_1 since version 12
/// @param redaction what stays of a redacted event; changed in versions 6, 8, 9 and 11
/// @param strictCanonicalJson whether events with numbers outside canonical JSON are refused; since version 6
/// @param keyValidityEnforced whether a signing key must have been valid at the time of the event; since version 5
/// @param redactionAuthRule whether redactions have an authorisation rule of their own; until version 2
/// @param aliasesAuthRule whether `m.room.aliases` has an authorisation rule of its own; until version 5
/// @param notificationLevelsProtected whether a change of `notifications` in power levels is checked; since version 6
/// @param knocking whether users can knock; since version 7
/// @param restrictedJoinRule whether the join rule `restricted` is known; since version 8
/// @param knockRestrictedJoinRule whether the join rule `knock_restricted` is known; since version 10
/// @param integerPowerLevels whether power levels must be integers, not strings or fractions; since version 10
/// @param creatorIsSender whether the creator is the sender of the create event, not `content.creator`; since version 11
/// @param redactsInContent whether a redaction names its target in `content`, not beside it; since version 11
/// @param privilegedCreators whether creators, also the `additional_creators`, have power above all; since version 12
/// @param roomIdFromCreate whether the room id is the hash of the create event, which then has no `room_id` and is not
///     named as an auth event; since version 12
public record RoomRules(
        EventIdFormat eventIdFormat,
        StateResolution stateResolution,
        RedactionRules redaction,
        boolean strictCanonicalJson,
        boolean keyValidityEnforced,
        boolean redactionAuthRule,
        boolean aliasesAuthRule,
        boolean notificationLevelsProtected,
        boolean knocking,
        boolean restrictedJoinRule,
        boolean knockRestrictedJoinRule,
        boolean integerPowerLevels,
        boolean creatorIsSender,
        boolean redactsInContent,
        boolean privilegedCreators,
        boolean roomIdFromCreate) {

    static final RoomRules V1 = new Builder().build();

    static final RoomRules V2 = new Builder(V1).stateResolution(StateResolution.V2).build();

    static final RoomRules V3 =
            new Builder(V2).eventIdFormat(EventIdFormat.HASH).redactionAuthRule(false).build();

    static final RoomRules V4 = new Builder(V3).eventIdFormat(EventIdFormat.URL_SAFE_HASH).build();

    static final RoomRules V5 = new Builder(V4).keyValidityEnforced().build();

    static final RoomRules V6 =
            new Builder(V5)
                    .redaction(RedactionRules.V6)
                    .strictCanonicalJson()
                    .aliasesAuthRule(false)
                    .notificationLevelsProtected()
                    .build();

    static final RoomRules V7 = new Builder(V6).knocking().build();

    static final RoomRules V8 =
            new Builder(V7).redaction(RedactionRules.V8).restrictedJoinRule().build();

    static final RoomRules V9 = new Builder(V8).redaction(RedactionRules.V9).build();

    static final RoomRules V10 =
            new Builder(V9).knockRestrictedJoinRule().integerPowerLevels().build();

    static final RoomRules V11 =
            new Builder(V10)
                    .redaction(RedactionRules.V11)
                    .creatorIsSender()
                    .redactsInContent()
                    .build();

    static final RoomRules V12 =
            new Builder(V11)
                    .stateResolution(StateResolution.V2_1)
                    .privilegedCreators()
                    .roomIdFromCreate()
                    .build();

    /// Whether the limit of an event's type, state key and ids counts bytes, as the specification has it. Before version 11 the
    /// servers count characters, and have kept events accordingly: who refuses these has not the state that others have.
    public boolean fieldsLimitedInBytes() {
        return redactsInContent;
    }

    /// Returns the largest `depth` that an event may have.
    public long maxDepth() {
        return strictCanonicalJson ? (1L << 53) - 1 : Long.MAX_VALUE;
    }

    /// The rules of a version, to be changed into those of the next.
    private static final class Builder {

        private EventIdFormat eventIdFormat = EventIdFormat.SERVER_MADE;
        private StateResolution stateResolution = StateResolution.V1;
        private RedactionRules redaction = RedactionRules.V1;
        private boolean strictCanonicalJson;
        private boolean keyValidityEnforced;
        private boolean redactionAuthRule = true;
        private boolean aliasesAuthRule = true;
        private boolean notificationLevelsProtected;
        private boolean knocking;
        private boolean restrictedJoinRule;
        private boolean knockRestrictedJoinRule;
        private boolean integerPowerLevels;
        private boolean creatorIsSender;
        private boolean redactsInContent;
        private boolean privilegedCreators;
        private boolean roomIdFromCreate;

        Builder() {}

        Builder(RoomRules before) {
            eventIdFormat = before.eventIdFormat;
            stateResolution = before.stateResolution;
            redaction = before.redaction;
            strictCanonicalJson = before.strictCanonicalJson;
            keyValidityEnforced = before.keyValidityEnforced;
            redactionAuthRule = before.redactionAuthRule;
            aliasesAuthRule = before.aliasesAuthRule;
            notificationLevelsProtected = before.notificationLevelsProtected;
            knocking = before.knocking;
            restrictedJoinRule = before.restrictedJoinRule;
            knockRestrictedJoinRule = before.knockRestrictedJoinRule;
            integerPowerLevels = before.integerPowerLevels;
            creatorIsSender = before.creatorIsSender;
            redactsInContent = before.redactsInContent;
            privilegedCreators = before.privilegedCreators;
            roomIdFromCreate = before.roomIdFromCreate;
        }

        Builder eventIdFormat(EventIdFormat value) {
            eventIdFormat = value;
            return this;
        }

        Builder stateResolution(StateResolution value) {
            stateResolution = value;
            return this;
        }

        Builder redaction(RedactionRules value) {
            redaction = value;
            return this;
        }

        Builder redactionAuthRule(boolean value) {
            redactionAuthRule = value;
            return this;
        }

        Builder aliasesAuthRule(boolean value) {
            aliasesAuthRule = value;
            return this;
        }

        Builder strictCanonicalJson() {
            strictCanonicalJson = true;
            return this;
        }

        Builder keyValidityEnforced() {
            keyValidityEnforced = true;
            return this;
        }

        Builder notificationLevelsProtected() {
            notificationLevelsProtected = true;
            return this;
        }

        Builder knocking() {
            knocking = true;
            return this;
        }

        Builder restrictedJoinRule() {
            restrictedJoinRule = true;
            return this;
        }

        Builder knockRestrictedJoinRule() {
            knockRestrictedJoinRule = true;
            return this;
        }

        Builder integerPowerLevels() {
            integerPowerLevels = true;
            return this;
        }

        Builder creatorIsSender() {
            creatorIsSender = true;
            return this;
        }

        Builder redactsInContent() {
            redactsInContent = true;
            return this;
        }

        Builder privilegedCreators() {
            privilegedCreators = true;
            return this;
        }

        Builder roomIdFromCreate() {
            roomIdFromCreate = true;
            return this;
        }

        RoomRules build() {
            return new RoomRules(
                    eventIdFormat,
                    stateResolution,
                    redaction,
                    strictCanonicalJson,
                    keyValidityEnforced,
                    redactionAuthRule,
                    aliasesAuthRule,
                    notificationLevelsProtected,
                    knocking,
                    restrictedJoinRule,
                    knockRestrictedJoinRule,
                    integerPowerLevels,
                    creatorIsSender,
                    redactsInContent,
                    privilegedCreators,
                    roomIdFromCreate);
        }
    }
}

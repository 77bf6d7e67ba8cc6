package org.stoa.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonNull;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.json.RandomJson;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;

class EventTest {

    private static final String HASH = "$" + "A".repeat(43);

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void parse_ofAnEventInEachVersion_readsItsFields(RoomVersion version) {
        RoomRules rules = version.rules();
        EventId other = otherId(rules);

        Event event = Event.parse(pdu(rules), rules);

        assertThat(event.sender()).isEqualTo(UserId.parse("@alice:example.org"));
        assertThat(event.roomId()).isEqualTo(RoomId.parse("!room:example.org"));
        assertThat(event.type()).isEqualTo("m.room.topic");
        assertThat(event.stateKey()).contains("");
        assertThat(event.isState()).isTrue();
        assertThat(event.isState("m.room.topic", "")).isTrue();
        assertThat(event.isState("m.room.topic", "x")).isFalse();
        assertThat(event.isState("m.room.name", "")).isFalse();
        assertThat(event.content()).isEqualTo(JsonObject.of("topic", "Tea"));
        assertThat(event.originServerTs()).isEqualTo(1_700_000_000_000L);
        assertThat(event.depth()).isEqualTo(7);
        assertThat(event.prevEvents()).containsExactly(other, other);
        assertThat(event.authEvents()).containsExactly(other);
        assertThat(event.redacts()).isEmpty();
        assertThat(event.eventId().matches(rules.eventIdFormat())).isTrue();
        assertThat(event.json()).isEqualTo(pdu(rules));
        assertThat(event.rules()).isSameAs(rules);
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void parse_ofAMessage_isNoStateEvent(RoomVersion version) {
        RoomRules rules = version.rules();

        Event event = Event.parse(pdu(rules).without("state_key"), rules);

        assertThat(event.isState()).isFalse();
        assertThat(event.stateKey()).isEmpty();
        assertThat(event.isState("m.room.topic", "")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V1", "V2"})
    void eventId_inVersions1And2_isRead(RoomVersion version) {
        RoomRules rules = version.rules();

        assertThat(Event.parse(pdu(rules), rules).eventId())
                .isEqualTo(EventId.parse("$event:example.org"));
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V1", "V2"},
            mode = EnumSource.Mode.EXCLUDE)
    void eventId_sinceVersion3_isTheReferenceHash(RoomVersion version) {
        RoomRules rules = version.rules();
        Event event = Event.parse(pdu(rules), rules);

        assertThat(event.eventId().hash().orElseThrow())
                .isEqualTo(EventHasher.referenceHash(pdu(rules), rules));
        assertThat(Event.parse(pdu(rules).with("unsigned", JsonObject.of("age", 1)), rules))
                .isEqualTo(event);
        assertThat(Event.parse(pdu(rules).with("depth", JsonNumber.of(8)), rules))
                .isNotEqualTo(event);
    }

    @Test
    void roomId_ofACreateEventInVersion12_isItsEventId() {
        RoomRules rules = RoomVersion.V12.rules();
        JsonObject create = create(rules).without("room_id");

        Event event = Event.parse(create, rules);

        assertThat(event.roomId()).hasToString("!" + event.eventId().text().substring(1));
        assertThat(event.roomId().createEventId()).isEqualTo(event.eventId());
        assertThat(event.roomId().server()).isEmpty();
    }

    @Test
    void roomId_ofACreateEventInVersion12ThatNamesOne_isStillItsEventId() {
        RoomRules rules = RoomVersion.V12.rules();

        Event event = Event.parse(create(rules), rules);

        assertThat(event.roomId().createEventId()).isEqualTo(event.eventId());
        assertThat(event.json().has("room_id")).isTrue();
    }

    @Test
    void roomId_ofAMessageOfTheTypeOfCreateEvents_isRequired() {
        RoomRules rules = RoomVersion.V12.rules();

        assertThat(codeOf(create(rules).without("room_id").without("state_key"), rules))
                .isEqualTo(ErrorCode.BAD_JSON);
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V12"},
            mode = EnumSource.Mode.EXCLUDE)
    void roomId_ofACreateEventBeforeVersion12_isRequired(RoomVersion version) {
        RoomRules rules = version.rules();

        assertThat(Event.parse(create(rules), rules).roomId())
                .isEqualTo(RoomId.parse("!room:example.org"));
        assertThat(codeOf(create(rules).without("room_id"), rules)).isEqualTo(ErrorCode.BAD_JSON);
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void redacts_isWhereTheVersionPutsIt(RoomVersion version) {
        RoomRules rules = version.rules();
        EventId inContent = EventId.parse("$inside" + "A".repeat(37));
        EventId beside = EventId.parse("$beside" + "A".repeat(37));
        JsonObject pdu =
                pdu(rules)
                        .without("state_key")
                        .with("type", new JsonString("m.room.redaction"))
                        .with("content", JsonObject.of("redacts", inContent.text()))
                        .with("redacts", new JsonString(beside.text()));

        Event event = Event.parse(pdu, rules);

        assertThat(event.redacts()).contains(rules.redactsInContent() ? inContent : beside);
        assertThat(Event.parse(pdu.with("type", new JsonString("m.other")), rules).redacts())
                .isEmpty();
        assertThat(
                        Event.parse(
                                        pdu.with("redacts", JsonNumber.of(1))
                                                .with("content", JsonObject.EMPTY),
                                        rules)
                                .redacts())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type|",
                "type|5",
                "sender|",
                "sender|\"alice\"",
                "sender|\"@alice\"",
                "sender|null",
                "room_id|\"#alias:example.org\"",
                "room_id|7",
                "state_key|null",
                "state_key|0",
                "content|",
                "content|\"text\"",
                "content|null",
                "origin_server_ts|",
                "origin_server_ts|\"1\"",
                "origin_server_ts|1.5",
                "depth|",
                "depth|-1",
                "depth|\"7\"",
                "depth|7.0",
                "depth|9223372036854775808",
                "prev_events|",
                "prev_events|{}",
                "prev_events|[1]",
                "prev_events|[null]",
                "prev_events|[\"no id\"]",
                "auth_events|",
                "auth_events|\"x\"",
                "auth_events|[{}]",
                "hashes|[]",
                "signatures|\"x\"",
                "unsigned|1"
            })
    void parse_ofAFieldThatIsWrongInEveryVersion_isBadJson(String field, String value) {
        for (RoomVersion version : RoomVersion.values()) {
            RoomRules rules = version.rules();
            JsonObject wrong =
                    value == null
                            ? pdu(rules).without(field)
                            : pdu(rules).with(field, Json.parse(value));

            assertThat(codeOf(wrong, rules)).as(version.id()).isEqualTo(ErrorCode.BAD_JSON);
        }
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void parse_ofReferencesInTheOtherForm_isBadJson(RoomVersion version) {
        RoomRules rules = version.rules();
        JsonArray ids = JsonArray.ofStrings(List.of(HASH));
        JsonArray pairs = JsonArray.of(JsonArray.of(new JsonString("$a:b"), JsonObject.EMPTY));
        JsonArray other = rules.eventIdFormat().isHash() ? pairs : ids;

        assertThat(codeOf(pdu(rules).with("prev_events", other), rules))
                .isEqualTo(ErrorCode.BAD_JSON);
        assertThat(codeOf(pdu(rules).with("auth_events", other), rules))
                .isEqualTo(ErrorCode.BAD_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[\"$a:b\"]]", "[[\"$a:b\",{},{}]]", "[[\"$a:b\",1]]", "[[{},{}]]"})
    void parse_ofAReferenceThatIsNoPair_isBadJson(String references) {
        RoomRules rules = RoomVersion.V1.rules();

        assertThat(codeOf(pdu(rules).with("auth_events", Json.parse(references)), rules))
                .isEqualTo(ErrorCode.BAD_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"$event\"", "\"event:example.org\"", "1", "\"$event:\""})
    void parse_ofAnIdWithoutServerInVersion1_isBadJson(String id) {
        RoomRules rules = RoomVersion.V1.rules();

        assertThat(codeOf(pdu(rules).with("event_id", Json.parse(id)), rules))
                .isEqualTo(ErrorCode.BAD_JSON);
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void parse_ofTooManyReferences_isBadJson(RoomVersion version) {
        RoomRules rules = version.rules();

        assertThat(Event.parse(withReferences(rules, 20, 10), rules).prevEvents()).hasSize(20);
        assertThat(codeOf(withReferences(rules, 21, 1), rules)).isEqualTo(ErrorCode.BAD_JSON);
        assertThat(codeOf(withReferences(rules, 1, 11), rules)).isEqualTo(ErrorCode.BAD_JSON);
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void depth_atTheLimitOfTheVersion_isAccepted(RoomVersion version) {
        RoomRules rules = version.rules();
        UnaryOperator<JsonObject> atLimit =
                pdu -> pdu.with("depth", JsonNumber.of(rules.maxDepth()));
        UnaryOperator<JsonObject> beyond = pdu -> pdu.with("depth", JsonNumber.of((1L << 53)));

        assertThat(Event.parse(atLimit.apply(pdu(rules)), rules).depth())
                .isEqualTo(rules.maxDepth());
        if (rules.strictCanonicalJson()) {
            assertThat(codeOf(beyond.apply(pdu(rules)), rules)).isEqualTo(ErrorCode.BAD_JSON);
        }
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void parse_ofStrangeNumbers_isBadJsonWhereTheVersionIsStrict(RoomVersion version) {
        RoomRules rules = version.rules();
        JsonObject strange =
                pdu(rules).with("content", Json.parse("{\"a\":[1.5,1e3,12345678901234567890]}"));

        if (rules.strictCanonicalJson()) {
            assertThat(codeOf(strange, rules)).isEqualTo(ErrorCode.BAD_JSON);
        } else {
            assertThat(Event.parse(strange, rules).content())
                    .hasToString("{\"a\":[1.5,1e3,12345678901234567890]}");
        }
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void parse_ofStrangeNumbersInUnsigned_isAccepted(RoomVersion version) {
        RoomRules rules = version.rules();
        JsonObject pdu = pdu(rules).with("unsigned", Json.parse("{\"age\":1.5}"));

        assertThat(Event.parse(pdu, rules).json()).isEqualTo(pdu);
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void parse_ofAnyDamagedEvent_isAnEventOrAnErrorOfTheSpecification(RoomVersion version) {
        RoomRules rules = version.rules();
        Random random = new Random(20_260_110);
        List<String> names = List.copyOf(create(rules).with("unsigned", JsonNull.NULL).names());
        int accepted = 0;
        for (int i = 0; i < 1_000; i++) {
            String name = names.get(random.nextInt(names.size()));
            JsonObject damaged =
                    random.nextInt(4) == 0
                            ? create(rules).without(name)
                            : create(rules).with(name, RandomJson.value(random, 3));
            try {
                Event event = Event.parse(damaged, rules);
                assertThat(Event.parse(Redactor.redact(damaged, rules), rules)).isEqualTo(event);
                accepted++;
            } catch (MatrixException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.BAD_JSON);
            }
        }
        assertThat(accepted).isBetween(20, 700);
    }

    @Test
    void stored_withWhatIsKnown_doesNotComputeIt() {
        RoomRules rules = RoomVersion.V12.rules();
        EventId id = EventId.parse("$known");
        RoomId room = RoomId.parse("!known");

        Event event = Event.stored(id, room, pdu(rules).without("room_id"), rules);

        assertThat(event.eventId()).isEqualTo(id);
        assertThat(event.roomId()).isEqualTo(room);
        assertThat(event.type()).isEqualTo("m.room.topic");
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void redacted_isTheSameEventWithoutItsContent(RoomVersion version) {
        RoomRules rules = version.rules();
        Event event = Event.parse(pdu(rules), rules);

        Event redacted = event.redacted();

        assertThat(redacted).isEqualTo(event);
        assertThat(redacted.content()).isEqualTo(JsonObject.EMPTY);
        assertThat(Event.parse(redacted.json(), rules)).isEqualTo(event);
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void references_asJson_readBack(RoomVersion version) {
        RoomRules rules = version.rules();
        EventId other = otherId(rules);

        JsonArray references = EventReferences.toJson(List.of(other), rules, id -> new byte[32]);

        String expected =
                rules.eventIdFormat().isHash()
                        ? "[\"" + other + "\"]"
                        : "[[\"" + other + "\",{\"sha256\":\"" + "A".repeat(43) + "\"}]]";
        assertThat(references).hasToString(expected);
        assertThat(Event.parse(pdu(rules).with("auth_events", references), rules).authEvents())
                .containsExactly(other);
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void requiredSigners_ofAMessage_isTheServerOfTheSender(RoomVersion version) {
        RoomRules rules = version.rules();
        JsonObject foreign = pdu(rules).with("sender", new JsonString("@bob:other.org"));

        Event event = Event.parse(foreign, rules);

        assertThat(EventSigner.requiredSigners(event))
                .containsExactlyInAnyOrderElementsOf(
                        rules.eventIdFormat().isHash()
                                ? List.of(ServerName.parse("other.org"))
                                : List.of(
                                        ServerName.parse("other.org"),
                                        ServerName.parse("example.org")));
    }

    @Test
    void requiredSigners_ofAnInvitationByThirdPartyId_excludesTheSender() {
        RoomRules rules = RoomVersion.V11.rules();
        JsonObject content =
                JsonObject.of("membership", "invite", "third_party_invite", JsonObject.EMPTY);

        Event event = Event.parse(member(rules, content), rules);

        assertThat(EventSigner.requiredSigners(event)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void requiredSigners_ofARestrictedJoin_includesWhoVouches(RoomVersion version) {
        RoomRules rules = version.rules();
        JsonObject content =
                JsonObject.of(
                        "membership", "join", "join_authorised_via_users_server", "@c:third.org");

        Event event = Event.parse(member(rules, content), rules);

        assertThat(EventSigner.requiredSigners(event).contains(ServerName.parse("third.org")))
                .isEqualTo(rules.restrictedJoinRule());
    }

    private static JsonObject member(RoomRules rules, JsonObject content) {
        return pdu(rules).with("type", new JsonString("m.room.member")).with("content", content);
    }

    private static JsonObject create(RoomRules rules) {
        return pdu(rules)
                .with("type", new JsonString("m.room.create"))
                .with("prev_events", JsonArray.EMPTY)
                .with("auth_events", JsonArray.EMPTY);
    }

    private static JsonObject pdu(RoomRules rules) {
        JsonObject.Builder pdu =
                JsonObject.builder()
                        .put("type", "m.room.topic")
                        .put("state_key", "")
                        .put("room_id", "!room:example.org")
                        .put("sender", "@alice:example.org")
                        .put("content", JsonObject.of("topic", "Tea"))
                        .put("origin_server_ts", 1_700_000_000_000L)
                        .put("depth", 7)
                        .put("prev_events", references(rules, 2))
                        .put("auth_events", references(rules, 1))
                        .put("hashes", JsonObject.of("sha256", "A".repeat(43)));
        if (!rules.eventIdFormat().isHash()) {
            pdu.put("event_id", "$event:example.org");
        }
        return pdu.build();
    }

    private static JsonObject withReferences(RoomRules rules, int prevEvents, int authEvents) {
        return pdu(rules)
                .with("prev_events", references(rules, prevEvents))
                .with("auth_events", references(rules, authEvents));
    }

    private static JsonArray references(RoomRules rules, int count) {
        JsonString id = new JsonString(otherId(rules).text());
        JsonArray.Builder references = JsonArray.builder();
        for (int i = 0; i < count; i++) {
            references.add(
                    rules.eventIdFormat().isHash() ? id : JsonArray.of(id, JsonObject.EMPTY));
        }
        return references.build();
    }

    private static EventId otherId(RoomRules rules) {
        return EventId.parse(rules.eventIdFormat().isHash() ? HASH : "$other:example.org");
    }

    private static ErrorCode codeOf(JsonObject pdu, RoomRules rules) {
        return catchThrowableOfType(MatrixException.class, () -> Event.parse(pdu, rules)).code();
    }
}

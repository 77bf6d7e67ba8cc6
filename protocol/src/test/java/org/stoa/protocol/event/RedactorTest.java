package org.stoa.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonNull;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;

/// What stays is written once per version range in the tables below: `first..last: names`.
class RedactorTest {

    private static final List<String> MEMBERS =
            List.of(
                    "1..12: event_id type room_id sender state_key content hashes signatures depth",
                    "1..12: prev_events auth_events origin_server_ts",
                    "1..10: prev_state origin membership");

    private static final Map<String, List<String>> CONTENT =
            new TreeMap<>(
                    Map.of(
                            "m.room.member",
                            List.of("1..12: membership", "9..12: join_authorised_via_users_server"),
                            "m.room.create",
                            List.of(
                                    "1..12: creator",
                                    "11..12: room_version m.federate type predecessor anything"),
                            "m.room.join_rules",
                            List.of("1..12: join_rule", "8..12: allow"),
                            "m.room.power_levels",
                            List.of(
                                    "1..12: ban events events_default kick redact state_default",
                                    "1..12: users users_default",
                                    "11..12: invite"),
                            "m.room.aliases",
                            List.of("1..5: aliases"),
                            "m.room.history_visibility",
                            List.of("1..12: history_visibility"),
                            "m.room.redaction",
                            List.of("11..12: redacts"),
                            "m.room.message",
                            List.of(),
                            "m.room.third_party_invite",
                            List.of()));

    /// Everything that any type keeps, and what none does.
    private static final Set<String> ALL_CONTENT = allContent();

    private static final List<String> OTHER_MEMBERS =
            List.of("unsigned", "redacts", "age", "user_id", "prev_content", "custom");

    static Stream<Arguments> typesInVersions() {
        return Arrays.stream(RoomVersion.values())
                .flatMap(
                        version ->
                                CONTENT.keySet().stream().map(type -> Arguments.of(version, type)));
    }

    @ParameterizedTest
    @MethodSource("typesInVersions")
    void redact_ofAnEvent_keepsWhatTheVersionSays(RoomVersion version, String type) {
        JsonObject redacted = Redactor.redact(full(type), version.rules());

        assertThat(redacted.names()).isEqualTo(kept(MEMBERS, version));
        assertThat(redacted.object("content").orElseThrow().names())
                .isEqualTo(kept(CONTENT.getOrDefault(type, List.of()), version));
    }

    @ParameterizedTest
    @MethodSource("typesInVersions")
    void redact_ofAnEvent_changesNoValueThatStays(RoomVersion version, String type) {
        JsonObject full = full(type);

        JsonObject redacted = Redactor.redact(full, version.rules());

        redacted.without("content")
                .forEach((name, value) -> assertThat(value).isEqualTo(full.get(name)));
        redacted.object("content")
                .orElseThrow()
                .forEach(
                        (name, value) ->
                                assertThat(value)
                                        .isEqualTo(full.object("content").orElseThrow().get(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"V9", "V10"})
    void redact_ofAThirdPartyInvite_beforeVersion11_dropsIt(RoomVersion version) {
        assertThat(memberContent(version.rules(), "{\"signed\":{\"token\":\"t\"}}"))
                .hasToString("{\"membership\":\"invite\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"V11", "V12"})
    void redact_ofAThirdPartyInvite_sinceVersion11_keepsWhatIsSigned(RoomVersion version) {
        RoomRules rules = version.rules();

        assertThat(memberContent(rules, "{\"display_name\":\"x\",\"signed\":{\"token\":\"t\"}}"))
                .hasToString(
                        "{\"membership\":\"invite\",\"third_party_invite\":{\"signed\":{\"token\":\"t\"}}}");
        assertThat(memberContent(rules, "{\"display_name\":\"x\"}"))
                .hasToString("{\"membership\":\"invite\",\"third_party_invite\":{}}");
        assertThat(memberContent(rules, "\"text\"")).hasToString("{\"membership\":\"invite\"}");
    }

    @Test
    void redact_ofContentThatIsNoObject_leavesAnEmptyOne() {
        JsonObject pdu = Json.parseObject("{\"type\":\"m.room.create\",\"content\":[1]}");

        assertThat(Redactor.redact(pdu, RoomVersion.V11.rules()))
                .hasToString("{\"type\":\"m.room.create\",\"content\":{}}");
    }

    @Test
    void redact_ofAnEventWithoutContent_addsNone() {
        JsonObject pdu = Json.parseObject("{\"sender\":\"@a:b\",\"type\":5}");

        assertThat(Redactor.redact(pdu, RoomVersion.V1.rules())).isEqualTo(pdu);
    }

    private static JsonObject memberContent(RoomRules rules, String thirdPartyInvite) {
        JsonObject pdu =
                JsonObject.of(
                        "type",
                        "m.room.member",
                        "content",
                        JsonObject.of(
                                "membership",
                                "invite",
                                "third_party_invite",
                                Json.parse(thirdPartyInvite)));
        return Redactor.redact(pdu, rules).object("content").orElseThrow();
    }

    /// An event of the type with every member that any event has.
    private static JsonObject full(String type) {
        JsonObject.Builder content = JsonObject.builder();
        ALL_CONTENT.forEach(name -> content.put(name, "value of " + name));
        JsonObject.Builder pdu = JsonObject.builder();
        kept(MEMBERS, RoomVersion.V1).forEach(name -> pdu.put(name, "value of " + name));
        OTHER_MEMBERS.forEach(name -> pdu.put(name, JsonNull.NULL));
        return pdu.put("type", type).put("content", content.build()).build();
    }

    private static Set<String> kept(List<String> table, RoomVersion version) {
        int number = Integer.parseInt(version.id());
        Set<String> names = new TreeSet<>();
        for (String row : table) {
            String[] parts = row.split("\\.\\.|: ", -1);
            if (number >= Integer.parseInt(parts[0]) && number <= Integer.parseInt(parts[1])) {
                names.addAll(List.of(parts[2].split(" ", -1)));
            }
        }
        boolean everything = names.contains("anything");
        return everything ? ALL_CONTENT : names;
    }

    private static Set<String> allContent() {
        Set<String> names = new TreeSet<>(Set.of("body", "displayname", "reason", "notifications"));
        CONTENT.values().stream()
                .flatMap(List::stream)
                .map(row -> row.split(": ", -1)[1])
                .forEach(row -> names.addAll(List.of(row.split(" ", -1))));
        return names;
    }
}

package org.stoa.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;

/// What is made together of an event says the same as what is made one by one.
final class ReceivedPduTest {
    private static final ServerName SERVER = ServerName.parse("example.org");
    private static final SigningKey KEY =
            SigningKey.of("1", "seed of thirty-two bytes, really".getBytes(StandardCharsets.UTF_8));
    private static final List<String> CONTENTS =
            List.of(
                    "{}",
                    "{\"body\":\"gr\\u00fc\\u00dfe \\ud83d\\ude00 \\\" \\\\ \\n\",\"msgtype\":\"m.text\",\"a\":[1,{\"z\":2,\"b\":3}]}",
                    "{\"membership\":\"join\",\"displayname\":\"x\",\"join_authorised_via_users_server\":\"@a:example.org\"}",
                    "{\"membership\":\"invite\",\"third_party_invite\":{\"signed\":{\"token\":\"t\"},\"display_name\":\"d\"}}",
                    "{\"users\":{\"@a:example.org\":100},\"ban\":50,\"invite\":0,\"notifications\":{\"room\":20}}",
                    "{\"creator\":\"@a:example.org\",\"room_version\":\"6\",\"m.federate\":true}",
                    "{\"aliases\":[\"#a:example.org\"],\"join_rule\":\"restricted\",\"allow\":[],\"redacts\":\"$e\"}");
    private static final List<String> TYPES =
            List.of(
                    "m.room.message",
                    "m.room.member",
                    "m.room.power_levels",
                    "m.room.create",
                    "m.room.join_rules",
                    "m.room.aliases",
                    "m.room.redaction",
                    "m.room.history_visibility");

    private static JsonObject pdu(String type, String content, RoomRules rules) {
        JsonObject.Builder pdu =
                JsonObject.builder()
                        .put("type", type)
                        .put("room_id", "!room:example.org")
                        .put("sender", "@a:example.org")
                        .put("content", Json.parse(content))
                        .put("state_key", "@a:example.org")
                        .put("origin", "example.org")
                        .put("prev_state", Json.parse("[]"))
                        .put("zzz", "unknown")
                        .put("unsigned", JsonObject.of("age", 5))
                        .put("depth", 7)
                        .put("origin_server_ts", 1_700_000_000_000L)
                        .put("prev_events", Json.parse("[]"))
                        .put("auth_events", Json.parse("[]"));
        if (!rules.eventIdFormat().isHash()) {
            pdu.put("event_id", "$made:example.org");
        }
        return EventSigner.hashAndSign(pdu.build(), SERVER, KEY, rules);
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void events_areReadAsOneByOne(RoomVersion version) {
        RoomRules rules = version.rules();
        for (String type : TYPES) {
            for (String content : CONTENTS) {
                JsonObject pdu = pdu(type, content, rules);

                ReceivedPdu read = ReceivedPdu.parse(pdu, rules);

                assertThat(read.event()).isEqualTo(Event.parse(pdu, rules));
                assertThat(read.event().json()).isEqualTo(pdu.without("unsigned"));
                assertThat(read.isSignedBy(SERVER, KEY.verifyKey())).isTrue();
                assertThat(read.believed()).isSameAs(read.event());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void changedContent_leavesTheRedactedEvent(RoomVersion version) {
        RoomRules rules = version.rules();
        JsonObject changed =
                pdu("m.room.message", "{\"body\":\"a\"}", rules)
                        .with("content", JsonObject.of("body", "b"));

        ReceivedPdu read = ReceivedPdu.parse(changed, rules);

        assertThat(read.isSignedBy(SERVER, KEY.verifyKey())).isTrue();
        assertThat(read.believed().json()).isEqualTo(Redactor.redact(changed, rules));
        assertThat(read.believed()).isEqualTo(Event.parse(changed, rules));
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void changedSender_makesTheSignatureInvalid(RoomVersion version) {
        RoomRules rules = version.rules();
        JsonObject changed =
                pdu("m.room.message", "{}", rules).with("sender", Json.of("@b:example.org"));

        ReceivedPdu read = ReceivedPdu.parse(changed, rules);

        assertThat(read.isSignedBy(SERVER, KEY.verifyKey())).isFalse();
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void fractions_areForOldVersionsOnly(RoomVersion version) {
        RoomRules rules = version.rules();
        JsonObject pdu = pdu("m.room.message", "{}", rules);
        JsonObject fraction = pdu.with("content", JsonObject.of("x", Json.parse("1.50")));

        if (rules.strictCanonicalJson()) {
            assertThatThrownBy(() -> ReceivedPdu.parse(fraction, rules))
                    .isInstanceOf(MatrixException.class);
        } else {
            assertThat(ReceivedPdu.parse(fraction, rules).event())
                    .isEqualTo(Event.parse(fraction, rules));
        }
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void size_isCountedWithoutUnsigned(RoomVersion version) {
        RoomRules rules = version.rules();
        JsonObject small = pdu("m.room.message", "{\"body\":\"\"}", rules).without("unsigned");
        int rest = EventSize.MAX_BYTES - EventHasher.canonical(small, rules).length;
        JsonObject largest = small.with("content", JsonObject.of("body", "x".repeat(rest)));
        JsonObject tooLarge = small.with("content", JsonObject.of("body", "x".repeat(rest + 1)));

        assertThat(
                        ReceivedPdu.parse(largest.with("unsigned", JsonObject.of("age", 1)), rules)
                                .event())
                .isEqualTo(Event.parse(largest, rules));
        assertThatThrownBy(() -> ReceivedPdu.parse(tooLarge, rules))
                .isInstanceOf(MatrixException.class)
                .hasMessageContaining("65537");
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void pieces_areThoseOfTheText(RoomVersion version) {
        for (String content : CONTENTS) {
            JsonObject pdu =
                    pdu("m.room.message", content, version.rules())
                            .with("number", JsonNumber.of(-5));

            EventBytes pieces = EventBytes.of(pdu);

            EventBytes cut = EventBytes.split(pdu.toBytes());
            assertThat(pieces.client()).isEqualTo(cut.client());
            assertThat(pieces.federation()).isEqualTo(cut.federation());
        }
    }
}

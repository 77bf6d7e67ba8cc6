package org.stoa.protocol.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomIdTest {

    private static final String HASH = "31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM";

    @Test
    void parse_withAServer_findsIt() {
        RoomId room = RoomId.parse("!jEsUZKDJdhlrceRyVU:example.org:8448");

        assertThat(room.server()).contains(ServerName.parse("example.org:8448"));
        assertThat(room).hasToString("!jEsUZKDJdhlrceRyVU:example.org:8448");
        assertThat(RoomId.of("jEsUZKDJdhlrceRyVU", ServerName.parse("example.org:8448")))
                .isEqualTo(room);
    }

    @Test
    void parse_ofTheHashOfACreateEvent_hasNoServer() {
        RoomId room = RoomId.parse("!" + HASH);

        assertThat(room.server()).isEmpty();
        assertThat(room.createEventId()).isEqualTo(EventId.parse("$" + HASH));
        assertThat(RoomId.ofCreateEvent(EventId.parse("$" + HASH))).isEqualTo(room);
    }

    @ParameterizedTest
    @ValueSource(strings = {"!:example.org", "!ü ñ:example.org", "!\u0001:example.org", "!a"})
    void parse_ofAnOldOrOpaqueForm_isAccepted(String text) {
        assertThat(RoomId.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "!",
                "a:example.org",
                "#a:example.org",
                "!a:",
                "!a:b:c",
                "!a\u0000:example.org"
            })
    void parse_ofAnotherText_isRefused(String text) {
        assertThatThrownBy(() -> RoomId.parse(text)).isInstanceOf(IdException.class);
        assertThat(RoomId.tryParse(text)).isEmpty();
    }

    @Test
    void parse_beyond255Bytes_isRefused() {
        assertThat(RoomId.tryParse("!" + "a".repeat(242) + ":example.org")).isPresent();
        assertThat(RoomId.tryParse("!" + "a".repeat(243) + ":example.org")).isEmpty();
    }

    @Test
    void of_aLocalpartWithAColon_isRefused() {
        ServerName server = ServerName.parse("example.org");

        assertThatThrownBy(() -> RoomId.of("a:b", server)).isInstanceOf(IdException.class);
    }
}

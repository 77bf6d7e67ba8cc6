package org.stoa.protocol.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomAliasTest {

    @ParameterizedTest
    @ValueSource(strings = {"matrix", "Straße 7", "", "#", "😀", "a/b?c"})
    void parse_ofAnAlias_findsItsParts(String localpart) {
        RoomAlias alias = RoomAlias.parse("#" + localpart + ":[::1]:80");

        assertThat(alias.localpart()).isEqualTo(localpart);
        assertThat(alias.server()).isEqualTo(ServerName.parse("[::1]:80"));
        assertThat(alias).hasToString("#" + localpart + ":[::1]:80");
        assertThat(RoomAlias.of(localpart, ServerName.parse("[::1]:80"))).isEqualTo(alias);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#", "#a", "#a:", "a:example.org", "@a:example.org", "#a\u0000:b"})
    void parse_ofAnotherText_isRefused(String text) {
        assertThatThrownBy(() -> RoomAlias.parse(text)).isInstanceOf(IdException.class);
        assertThat(RoomAlias.tryParse(text)).isEmpty();
    }
}

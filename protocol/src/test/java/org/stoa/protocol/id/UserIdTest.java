package org.stoa.protocol.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"alice", "a.b_c=d-e/f+g", "0", "_irc_nick", "-"})
    void parse_ofANewUser_isStrict(String localpart) {
        UserId user = UserId.parse("@" + localpart + ":example.org:8448");

        assertThat(user.localpart()).isEqualTo(localpart);
        assertThat(user.server()).isEqualTo(ServerName.parse("example.org:8448"));
        assertThat(user.isStrict()).isTrue();
        assertThat(user.isCompliant()).isTrue();
        assertThat(user).hasToString("@" + localpart + ":example.org:8448");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Alice", "a!b", "~", "a*b", "@", "#x"})
    void parse_ofAnOldAsciiName_isCompliantButNotStrict(String localpart) {
        UserId user = UserId.parse("@" + localpart + ":example.org");

        assertThat(user.isStrict()).isFalse();
        assertThat(user.isCompliant()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "ünïcode", "日本", "\u0001", "\u007f", "😀"})
    void parse_ofAHistoricalName_isAcceptedButNotCompliant(String localpart) {
        UserId user = UserId.parse("@" + localpart + ":example.org");

        assertThat(user.localpart()).isEqualTo(localpart);
        assertThat(user.isStrict()).isFalse();
        assertThat(user.isCompliant()).isFalse();
        assertThat(UserId.parse(user.toString())).isEqualTo(user);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "@:",
                "@alice",
                "@alice:",
                "alice:example.org",
                "!alice:example.org",
                " @alice:example.org",
                "@a\u0000b:example.org",
                "@alice:exa mple.org",
                "@alice:example.org:port",
                "@a:b:example.org"
            })
    void parse_ofAnotherText_isRefused(String text) {
        assertThatThrownBy(() -> UserId.parse(text)).isInstanceOf(IdException.class);
        assertThat(UserId.tryParse(text)).isEmpty();
    }

    @Test
    void parse_ofALoneSurrogate_isRefused() {
        assertThat(UserId.tryParse("@\ud800:example.org")).isEmpty();
        assertThat(UserId.tryParse("@\udc00x:example.org")).isEmpty();
        assertThat(UserId.tryParse("@\ud83d\ude00:example.org")).isPresent();
    }

    @Test
    void parse_countsBytesAndNotCharacters() {
        String server = ":example.org";
        int room = 255 - 1 - server.length();

        assertThat(UserId.tryParse("@" + "a".repeat(room) + server)).isPresent();
        assertThat(UserId.tryParse("@" + "a".repeat(room + 1) + server)).isEmpty();
        assertThat(UserId.tryParse("@" + "é".repeat(room / 2) + server)).isPresent();
        assertThat(UserId.tryParse("@" + "é".repeat(room / 2 + 1) + server)).isEmpty();
        assertThat(UserId.tryParse("@" + "日".repeat(room / 3 + 1) + server)).isEmpty();
        assertThat(UserId.tryParse("@" + "😀".repeat(room / 4) + server)).isPresent();
        assertThat(UserId.tryParse("@" + "😀".repeat(room / 4 + 1) + server)).isEmpty();
    }

    @Test
    void of_partsThatMakeNoId_isRefused() {
        ServerName server = ServerName.parse("example.org");

        assertThat(UserId.of("alice", server)).isEqualTo(UserId.parse("@alice:example.org"));
        assertThatThrownBy(() -> UserId.of("a:b", server)).isInstanceOf(IdException.class);
        assertThatThrownBy(() -> UserId.of("a\u0000", server)).isInstanceOf(IdException.class);
        assertThatThrownBy(() -> UserId.of("a".repeat(250), server))
                .isInstanceOf(IdException.class);
    }
}

package org.stoa.accounts.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NameWordsTest {

    @Test
    void words_ofAUser_areThoseOfNameAndUserId() {
        assertThat(NameWords.of("user-1", "@user-1:localhost", "Alice O'Hara ÅNGSTRÖM"))
                .containsExactlyInAnyOrder(
                        "@user-1:localhost", "user", "1", "alice", "o", "hara", "angstrom");
    }

    @Test
    void words_ofAScriptWithoutSpaces_beginAtEachSign() {
        assertThat(NameWords.of("w", "@w:h", "王小明")).contains("王小明", "小明", "明");
    }

    @Test
    void words_ofAnyLength_areCutBetweenSigns() {
        String clef = "𝔸".repeat(40);

        assertThat(NameWords.of("x".repeat(100), "@x:h", clef))
                .contains("x".repeat(64))
                .allMatch(word -> !Character.isHighSurrogate(word.charAt(word.length() - 1)));
    }

    @Test
    void term_asUserId_isOneWord() {
        assertThat(NameWords.wanted(" @User-1:Local ")).containsExactly("@user-1:local");
        assertThat(NameWords.wanted("user-1:local")).containsExactly("@user-1:local");
    }

    @Test
    void term_withoutLettersAndDigits_isNothing() {
        assertThat(NameWords.wanted("")).isEmpty();
        assertThat(NameWords.wanted(" \u0000\t -- @ % ")).isEmpty();
    }

    @Test
    void letters_thatDifferInCaseAndAccents_areTheSame() {
        for (String pair :
                List.of(
                        "Straße STRASSE",
                        "ΟΔΟΣ οδος",
                        "Müller muller",
                        "İstanbul ISTANBUL",
                        "Ёлка елка",
                        "ガ ｶﾞ")) {
            String[] both = pair.split(" ", 2);
            assertThat(NameWords.wanted(both[0])).as(pair).isEqualTo(NameWords.wanted(both[1]));
        }
        assertThat(NameWords.wanted("ハ")).isNotEqualTo(NameWords.wanted("バ"));
        assertThat(NameWords.wanted("हिन्दी")).isNotEqualTo(NameWords.wanted("हन"));
    }

    @Test
    void term_inOtherForm_isTheSame() {
        assertThat(NameWords.wanted("ＡＢＣ Ａ\u030a")).isEqualTo(NameWords.wanted("abc \u00e5"));
    }
}

package org.stoa.protocol.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GlobTest {

    private static final int RANDOM_CASES = 20_000;

    @ParameterizedTest
    @CsvSource({
        "lunc?*, Lunch plans, true",
        "lunc?*, LUNCH, true",
        "lunc?*, ' lunch', false",
        "lunc?*, lunc, false",
        "'', '', true",
        "'', x, false",
        "*, '', true",
        "**, anything, true",
        "?, '', false",
        "?, \uD83D\uDE00, true",
        "??, \uD83D\uDE00, false",
        "a*b*c, axxbxxc, true",
        "a*b*c, axxbxx, false",
        "m.room.message, m.room.message, true",
        "m.room.message, mXroomXmessage, false",
        "ÄRGER, ärger, true",
        "*ÄRGER, großer ärger, true",
        "[a], a, false",
        "a\\*, a\\x, true",
    })
    void glob_ofWholeText_matchesAsSpecified(String pattern, String text, boolean matches) {
        assertThat(Glob.of(pattern).matches(text)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "ex*ple, An example event., true",
        "ex*ple, exple, true",
        "ex*ple, An exciting triple-whammy, true",
        "ex*ple, anexample, false",
        "ex*ple, examples, false",
        "cake, I like cake!, true",
        "cake, CAKE, true",
        "cake, cakes, false",
        "cake, pan_cake, false",
        "cake, pan-cake, true",
        "cake, cake2 cake, true",
        "nne, änne, true",
        "@room, foo@room, true",
        "@room, hello @room: look, true",
        "@room, @rooms, false",
        "c?ke, a coke, true",
        "c?ke, a cke, false",
        "foo*, 'xfoo foobar', true",
        "*foo, 'xfoo bar', true",
        "cake, '', false",
        "'', some words, true",
    })
    void glob_inWords_matchesAsSpecified(String pattern, String text, boolean matches) {
        assertThat(Glob.of(pattern).matchesWords(text)).isEqualTo(matches);
    }

    @Test
    void literal_withStar_isNoGlob() {
        assertThat(Glob.ofLiteral("*nice*").matchesWords("a *NICE* day")).isTrue();
        assertThat(Glob.ofLiteral("*nice*").matchesWords("nice")).isFalse();
        assertThat(Glob.ofLiteral("@a*b:c").matches("@axb:c")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 62, 63, 64, 65, 127, 128, 129, 1000})
    void glob_ofAnyLength_matchesItself(int length) {
        String text = "abcdefg".repeat(length).substring(0, length);
        Glob glob = Glob.of(text.substring(0, length - 1) + "?*");

        assertThat(glob.matches(text)).isTrue();
        assertThat(glob.matches(text + "more")).isTrue();
        assertThat(glob.matches(text.substring(1))).isFalse();
        assertThat(Glob.of(text).matchesWords("see " + text + ".")).isTrue();
        assertThat(Glob.of(text).matchesWords("see " + text + "x")).isFalse();
        assertThat(Glob.of("*" + text).matches("more" + text)).isTrue();
    }

    @Test
    void glob_ofRandomPatterns_agreesWithRegularExpressions() {
        Random random = new Random(42);
        for (int i = 0; i < RANDOM_CASES; i++) {
            String pattern = random(random, "ab*?*", random.nextInt(8));
            String text = random(random, "ab_ -B", random.nextInt(12));
            String expression = expression(pattern);

            assertThat(Glob.of(pattern).matches(text))
                    .as("'%s' and '%s'", pattern, text)
                    .isEqualTo(text.matches("(?is)" + expression));
            assertThat(Glob.of(pattern).matchesWords(text))
                    .as("'%s' in '%s'", pattern, text)
                    .isEqualTo(isInWords(expression, text));
        }
    }

    @Test
    void glob_ofLongRandomPatterns_agreesWithRegularExpressions() {
        Random random = new Random(43);
        for (int i = 0; i < RANDOM_CASES / 10; i++) {
            String text = random(random, "ab_ ", 60 + random.nextInt(100));
            String pattern = text.replaceFirst("a", "?").replaceFirst(" .?.?.?", "*");

            assertThat(Glob.of(pattern).matches(text)).isTrue();
            assertThat(Glob.of(pattern).matches(text + "x"))
                    .isEqualTo((text + "x").matches("(?is)" + expression(pattern)));
        }
    }

    @Test
    void glob_withManyStars_readsTheTextOnce() {
        Glob glob = Glob.of("a*".repeat(5_000) + "b");
        String text = "a".repeat(60_000);

        assertThat(glob.matches(text)).isFalse();
        assertThat(glob.matchesWords(text + " " + text)).isFalse();
    }

    private static boolean isInWords(String expression, String text) {
        String boundary = "(?:(?<![A-Za-z0-9_])|(?![A-Za-z0-9_]))";
        return Pattern.compile("(?is)" + boundary + "(?:" + expression + ")" + boundary)
                .matcher(text)
                .find();
    }

    private static String expression(String pattern) {
        return pattern.replace("*", ".*").replace("?", ".");
    }

    private static String random(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}

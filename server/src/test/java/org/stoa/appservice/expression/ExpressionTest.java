package org.stoa.appservice.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpressionTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "@irc_.*, @irc_bob:localhost, true",
                "@irc_.*, @bob:localhost, false",
                "@irc_, @irc_bob:localhost, true",
                "@irc_.*:example\\.org, @irc_bob:exampleXorg, false",
                "@irc_.*:example\\.org$, @irc_bob:example.org.uk, false",
                "irc_, @irc_bob:localhost, false",
                "^@_(irc|xmpp)_[a-z0-9]+:, @_xmpp_a1:localhost, true",
                "^@_(irc|xmpp)_[a-z0-9]+:, @_mail_a1:localhost, false",
                "`@tg_[0-9]{2,3}:`, @tg_12:localhost, true",
                "`@tg_[0-9]{2,3}:`, @tg_1234:localhost, false",
                "@(?:a|b)?c:, @c:localhost, true",
                "@(?P<name>x)[^:]+:, @xy:localhost, true",
                "@[[:alnum:]_-]+:, @a-1_b:localhost, true",
                "@\\w+?\\x3a, @ab:localhost, true",
                "(a*)*b, aaaaaaaaaaaaaaaac, false",
                "`@a{x:`, @a{x:, true",
            })
    void expression_onAName_matchesItsBeginning(String text, String name, boolean matches)
            throws ExpressionException {
        assertThat(Expression.parse(text).matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                ")",
                "[a",
                "*a",
                "a**",
                "(?=a)",
                "(?<!a)",
                "\\1",
                "a\\",
                "[z-a]",
                "a{3,2}",
                "(a{1000}){1000}"
            })
    void expression_thatIsNoneOrCannotBeMatchedInLinearTime_isRefused(String text) {
        assertThatThrownBy(() -> Expression.parse(text)).isInstanceOf(ExpressionException.class);
    }

    @Test
    @Timeout(20)
    void expression_thatTakesOthersExponentialTime_isMatchedAtOnce() throws ExpressionException {
        Expression hard = Expression.parse("@(a|a)*(a*)*(a+)+$");

        assertThat(hard.matches("@" + "a".repeat(50_000) + "!")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@(((((){1000}){1000}){1000}){1000}){1000}",
                "@((((a{0}){1000}){1000}){1000}){1000}",
                "@(a?){1000}(a?){1000}$"
            })
    @Timeout(20)
    void expression_ofManyRepetitions_isReadAndMatchedAtOnce(String text)
            throws ExpressionException {
        Expression hard = Expression.parse(text);

        for (int i = 0; i < 20; i++) {
            assertThat(hard.matches("@" + "a".repeat(250))).isTrue();
        }
    }

    @Test
    @Timeout(20)
    void twoExpressions_thatAreTooLongToBeCompared_areRefused() throws ExpressionException {
        Expression one = Expression.parse("@([a-m]?){1000}([c-x]?){1000}");
        Expression other = Expression.parse("@([n-z]?){1000}([d-y]?){1000}z");

        assertThatThrownBy(() -> one.overlaps(other, '@', "localhost"))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("they are too long to be compared");
    }

    /// Pieces put together at random mean the same to java.util.regex.
    @Test
    void expression_ofRandomPieces_agreesWithTheJdk() throws ExpressionException {
        String[] pieces = {
            "a",
            "b",
            ".",
            "[ab]",
            "[^a]",
            "a*",
            "b+",
            "(a|b)",
            "(?:ab)?",
            "(a|)",
            "c{2}",
            "^",
            "$",
            "(b|ca){1,2}"
        };
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(5); n >= 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
                text.append(random.nextInt(6) == 0 ? "|" : "");
            }
            String name =
                    random.ints(random.nextInt(7), 'a', 'd')
                            .collect(
                                    StringBuilder::new,
                                    StringBuilder::appendCodePoint,
                                    StringBuilder::append)
                            .toString();

            assertThat(Expression.parse(text.toString()).matches(name))
                    .as("%s on '%s'", text, name)
                    .isEqualTo(Pattern.compile(text.toString()).matcher(name).lookingAt());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "@irc_.*, @irc_bob.*, true",
        "@irc_.*, @xmpp_.*, false",
        "@irc_.*, @.*_bob:localhost, true",
        "@irc_.*:other, @irc_.*, false",
        "@irc_a+:, @irc_b+:, false",
        "@[a-f]+:localhost$, @[e-z]+:localhost$, true",
        "@[a-d]+:localhost$, @[e-z]+:localhost$, false",
        "@a, @ab$, false",
    })
    void twoExpressions_withANameOfThisServerInCommon_overlap(
            String one, String other, boolean overlap) throws ExpressionException {
        Expression first = Expression.parse(one);
        Expression second = Expression.parse(other);

        assertThat(first.overlaps(second, '@', "localhost")).isEqualTo(overlap);
        assertThat(second.overlaps(first, '@', "localhost")).isEqualTo(overlap);
    }
}

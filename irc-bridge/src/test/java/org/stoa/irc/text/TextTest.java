package org.stoa.irc.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.irc.text.Names.OnNetwork;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;

class TextTest {

    private final Names names = new Names(ServerName.parse("a.org"));

    @Test
    void message_withTagsSourceAndSpaces_isTakenApart() {
        IrcMessage message = IrcMessage.parse("@time=1 :nick!user@host privmsg  #c :hello : world");

        assertThat(message)
                .isEqualTo(
                        new IrcMessage(
                                "nick!user@host", "PRIVMSG", List.of("#c", "hello : world")));
        assertThat(message.nick()).isEqualTo("nick");
        assertThat(IrcMessage.parse("PING :\u001dx").last()).isEqualTo("\u001dx");
        assertThat(IrcMessage.parse("").command()).isEmpty();
    }

    @Test
    void line_withLineEndsInside_isOneLine() {
        assertThat(IrcMessage.line("PRIVMSG", "#c", "a\r\nQUIT\u0000"))
                .isEqualTo("PRIVMSG #c :a  QUIT ");
    }

    @ParameterizedTest
    @CsvSource({
        "Ivan, _irc_net_ivan",
        "a_b, _irc_net_a=5fb",
        "[x]^`{|}\\\\, _irc_net_=5bx=5d=5e=60=7b=7c=7d=5c=5c",
        "a.b-c, _irc_net_a.b-c"
    })
    void nick_isAUserId_andBack(String nick, String localpart) {
        UserId ghost = names.ghost("net", nick);

        assertThat(ghost.localpart().replace("=5f", "_")).isEqualTo(localpart.replace("=5f", "_"));
        assertThat(ghost.isStrict()).isTrue();
        assertThat(names.nick(ghost)).contains(new OnNetwork("net", Casing.ASCII.lower(nick)));
    }

    @ParameterizedTest
    @CsvSource({
        "#tea, #irc_net_tea:a.org",
        "##tea, #irc_net_#tea:a.org",
        "&local, #irc_net_&local:a.org",
        "#a_b, #irc_net_a_b:a.org"
    })
    void channel_isAnAlias_andBack(String channel, String alias) {
        assertThat(names.alias("net", channel)).isEqualTo(RoomAlias.parse(alias));
        assertThat(names.channel(RoomAlias.parse(alias))).contains(new OnNetwork("net", channel));
    }

    @ParameterizedTest
    @CsvSource({
        "#irc_net:a.org",
        "#irc__tea:a.org",
        "#irc_net_:a.org",
        "#irc_net_tea:b.org",
        "#irc_net_a b:a.org",
        "'#irc_net_a,b:a.org'",
        "#tea:a.org"
    })
    void alias_ofNoChannel_isNone(String alias) {
        assertThat(names.channel(RoomAlias.parse(alias))).isEmpty();
    }

    @Test
    void userId_ofNoGhost_isNobody() {
        assertThat(names.nick(UserId.parse("@_irc_net_=5:a.org"))).isEmpty();
        assertThat(names.nick(UserId.parse("@_irc_net_x:b.org"))).isEmpty();
        assertThat(names.nick(UserId.parse("@anna:a.org"))).isEmpty();
    }

    @Test
    void nicks_areLegalAndNumbered() {
        assertThat(Nicks.of("{localpart}[m]", "anna.b=c")).isEqualTo("annabc[m]");
        assertThat(Nicks.legal("1st")).isEqualTo("_1st");
        assertThat(Nicks.legal("üé")).isEqualTo("matrix");
        assertThat(Nicks.another("anna[m]", 1, 30)).isEqualTo("anna[m]1");
        assertThat(Nicks.another("anna[m]xy", 12, 9)).isEqualTo("anna[m]12");
    }

    @Test
    void casing_isTheServers() {
        assertThat(Casing.of("ascii").lower("Ab[]\\^")).isEqualTo("ab[]\\^");
        assertThat(Casing.of("strict-rfc1459").lower("Ab[]\\^")).isEqualTo("ab{}|^");
        assertThat(Casing.of("rfc1459").lower("Ab[]\\^")).isEqualTo("ab{}|~");
    }

    @Test
    void split_cutsBetweenWordsAndCharacters() {
        assertThat(Splitter.split("one two three", 8)).containsExactly("one two", "three");
        assertThat(Splitter.split("a\r\n\n b \rc", 8)).containsExactly("a", " b", "c");
        assertThat(Splitter.split("ääää", 5)).containsExactly("ää", "ää");
        assertThat(Splitter.split("😀😀", 5)).containsExactly("😀", "😀");
        assertThat(Splitter.split("\n\n", 5)).isEmpty();
        for (String line : Splitter.split("wörter und 😀 ".repeat(100), 50)) {
            assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(50);
        }
    }

    @Test
    void decoding_takesUtf8AndOtherwiseWindows() {
        assertThat(Decoding.text("ä€".getBytes(StandardCharsets.UTF_8))).isEqualTo("ä€");
        assertThat(Decoding.text(new byte[] {(byte) 0xE4, (byte) 0x80})).isEqualTo("ä€");
    }

    @Test
    void ircFormatting_becomesHtml() {
        assertHtml(
                "\u0002bold\u0002 <plain>", "<strong>bold</strong> &lt;plain&gt;", "bold <plain>");
        assertHtml("\u0002a\u001db\u0002c", "<strong>a<em>b</em></strong><em>c</em>", "abc");
        assertHtml(
                "\u00034,12red\u0003 and\u000f",
                "<span data-mx-color=\"#ff0000\" data-mx-bg-color=\"#0000fc\">red</span> and",
                "red and");
        assertHtml("\u00033,x", "<span data-mx-color=\"#009300\">,x</span>", ",x");
        assertHtml("\u0004ff8800x", "<span data-mx-color=\"#ff8800\">x</span>", "x");
        assertThat(IrcToHtml.convert("plain & simple"))
                .isEqualTo(new IrcToHtml.Text("plain & simple", Optional.empty()));
    }

    private static void assertHtml(String irc, String html, String plain) {
        assertThat(IrcToHtml.convert(irc)).isEqualTo(new IrcToHtml.Text(plain, Optional.of(html)));
    }

    @Test
    void preformattedHtml_keepsItsSpacesAndLines() {
        assertThat(HtmlToIrc.convert("<pre><code>x\n  y</code></pre>"))
                .isEqualTo("\u0011x\n  y\u0011");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "<b>a</b> &lt;b&gt; &#65;&#x42;&nope; ~ '\u0002a\u0002 <b> AB&nope;'",
                "<em>a</em><del>b</del><code>c</code> ~ '\u001da\u001d\u001eb\u001e\u0011c\u0011'",
                "<p>one</p><p>two<br/>three</p> ~ 'one\ntwo\nthree'",
                "<ul><li>a</li><li>b</li></ul> ~ '- a\n- b'",
                "<a href=\"https://a.org/?x&amp;y\">link</a> ~ link (https://a.org/?x&y)",
                "<a href=\"https://a.org\">https://a.org</a> ~ https://a.org",
                "<a href='https://matrix.to/#/@ivan:a.org'>Ivan</a>: hi ~ 'Ivan: hi'",
                "<mx-reply><blockquote>old</blockquote></mx-reply>new ~ new",
                "a < b ~ a < b",
                "<script>1</script> ~ 1"
            })
    void html_becomesIrcFormatting(String html, String irc) {
        assertThat(HtmlToIrc.convert(html)).isEqualTo(irc);
    }
}

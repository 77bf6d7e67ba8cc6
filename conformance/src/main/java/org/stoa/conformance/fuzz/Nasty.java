package org.stoa.conformance.fuzz;

import java.util.List;
import java.util.Random;

/// Values that programs stumble over.
final class Nasty {
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "\u0000",
                    "a\u0000b",
                    "\n",
                    "../../etc/passwd",
                    "%00",
                    "%",
                    "*",
                    "?",
                    "#",
                    "@",
                    "!",
                    "$",
                    ":",
                    "@:",
                    "!:",
                    "#:",
                    "@a:",
                    "@:b",
                    "@a:b:c:d",
                    "@a:[::1]:99999",
                    "@A B:example.org",
                    "@\u00e9:example.org",
                    "!room",
                    "!room:",
                    "#alias",
                    "$event",
                    "$event:example.org",
                    "$" + "A".repeat(43),
                    "\ud83c\udf75",
                    "\u202e\u200d\ufeff",
                    "e\u0301\u0301\u0301",
                    "\uffff",
                    "' OR 1=1 --",
                    "\"><script>alert(1)</script>",
                    "null",
                    "undefined",
                    "true",
                    "-1",
                    "0",
                    "9223372036854775808",
                    "-9223372036854775809",
                    "1e400",
                    "0x10",
                    "NaN",
                    "s1_",
                    "s1_AAAA",
                    "t1_",
                    "t1_-1",
                    "t1_9223372036854775807",
                    "t1_99999999999999999999",
                    "m.",
                    "m.room.create",
                    "m.room.member",
                    "m.room.power_levels",
                    "*".repeat(300),
                    "?*".repeat(200),
                    "(a+)+$",
                    "{}",
                    "[]",
                    "{\"",
                    "a".repeat(256),
                    "\u00e9".repeat(200));

    /// Fragments of JSON, some of which are none.
    private static final List<String> FRAGMENTS =
            List.of(
                    "null",
                    "true",
                    "false",
                    "0",
                    "-0",
                    "-1",
                    "1.5",
                    "1e5",
                    "1e400",
                    "-1e400",
                    "9007199254740992",
                    "9223372036854775807",
                    "9223372036854775808",
                    "123456789012345678901234567890123456789012345678901234567890",
                    "\"\"",
                    "\"\\u0000\"",
                    "\"\\ud800\"",
                    "\"\\udc00\\ud800\"",
                    "\"\\ud83c\\udf75\"",
                    "[]",
                    "{}",
                    "[[]]",
                    "[null]",
                    "{\"\":{}}",
                    "{\"a\":1,\"a\":2}",
                    "{\"__proto__\":{}}",
                    "{\"m.relates_to\":{\"rel_type\":[],\"event_id\":{}}}",
                    "{\"membership\":\"join\"}",
                    "{\"membership\":{}}",
                    "{\"users\":{\"@a:b\":\"100\"}}",
                    "{\"join_rule\":\"restricted\",\"allow\":[{}]}",
                    "NaN",
                    "Infinity",
                    "'text'",
                    "01",
                    "+1",
                    ".5",
                    "nul",
                    "\"open",
                    "{\"a\":}",
                    "[1,]",
                    "{,}",
                    "/* comment */ 1");

    /// Names of servers where nobody is; most of them cannot even be in DNS.
    private static final List<String> SERVERS =
            List.of(
                    "nowhere.invalid",
                    "nowhere",
                    "127.0.0.1:1",
                    "[::1]:1",
                    "[::1]:99999",
                    "nowhere.invalid:0",
                    "-1",
                    "-9223372036854775809",
                    "a-.invalid",
                    "a..invalid",
                    ".",
                    "nowhere.invalid.",
                    "123",
                    "1.2.3",
                    "1.2.3.4.5",
                    "256.1.1.1",
                    "0x7f.1",
                    "a.1b",
                    "a".repeat(64) + ".invalid",
                    "a.".repeat(110) + "invalid",
                    "a_b.invalid",
                    "\u00e9.invalid",
                    "nowhere.invalid:port");

    private Nasty() {}

    /// What stands for the name of another server.
    static String server(Random random) {
        return SERVERS.get(random.nextInt(SERVERS.size()));
    }

    /// A text that may be anything.
    static String text(Random random) {
        return random.nextInt(40) == 0
                ? "x".repeat(1 << (8 + random.nextInt(6)))
                : TEXTS.get(random.nextInt(TEXTS.size()));
    }

    /// Something that stands where a value of JSON is expected.
    static String fragment(Random random) {
        return switch (random.nextInt(60)) {
            case 0 -> nested("[", "]", random);
            case 1 -> nested("{\"a\":", "}", random);
            case 2 -> "\"" + "y".repeat(1 << (10 + random.nextInt(8))) + "\"";
            case 3 -> many(random);
            case 4 -> "1" + "0".repeat(1 << random.nextInt(12));
            default -> FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
        };
    }

    private static String nested(String open, String close, Random random) {
        int depth = 1 << random.nextInt(14);
        return open.repeat(depth) + "1" + close.repeat(depth);
    }

    private static String many(Random random) {
        int count = 1 << random.nextInt(13);
        return "[" + "{},".repeat(count) + "{}]";
    }
}

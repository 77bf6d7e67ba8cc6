package org.stoa.bench.http;

import java.nio.charset.StandardCharsets;

/// An answer of the server.
///
/// @param status of HTTP
/// @param body as it came
@SuppressWarnings("ArrayRecordComponent") // never compared, and copying would cost the driver
public record Answer(int status, byte[] body) {
    private static final int SHOWN = 300;

    /// This answer when its status is 200; otherwise the check fails with the server's error.
    public Answer orThrow() {
        if (status != 200) {
            String text = string();
            throw new CheckFailed(
                    "HTTP " + status + ": " + text.substring(0, Math.min(text.length(), SHOWN)));
        }
        return this;
    }

    /// The body as text.
    public String string() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// The body as JSON.
    public Json json() {
        return Json.parse(body);
    }

    /// The text of the first member of that name, without regard to nesting: enough for ids and tokens, which have no
    /// escapes.
    public String text(String name) {
        byte[] key = ("\"" + name + "\"").getBytes(StandardCharsets.UTF_8);
        int found = find(key, 0);
        if (found < 0) {
            throw new CheckFailed("no " + name + " in the answer");
        }
        int start = index('"', index(':', found + key.length)) + 1;
        return new String(body, start, index('"', start) - start, StandardCharsets.UTF_8);
    }

    /// Where these bytes stand at or after the place; -1 if they do not.
    public int find(byte[] wanted, int from) {
        for (int at = from; at <= body.length - wanted.length; at++) {
            int same = 0;
            while (same < wanted.length && body[at + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return at;
            }
        }
        return -1;
    }

    private int index(char wanted, int from) {
        for (int at = from; at < body.length; at++) {
            if (body[at] == wanted) {
                return at;
            }
        }
        throw new CheckFailed("an answer that is cut off");
    }
}

package org.stoa.irc.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// Bytes of IRC as text: UTF-8 when they are, else as Windows writes western languages, since IRC does not say.
public final class Decoding {

    private static final Charset OTHERWISE = Charset.forName("windows-1252");

    private Decoding() {}

    /// Returns the text.
    public static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, OTHERWISE);
        }
    }
}

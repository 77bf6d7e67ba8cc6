package org.stoa.remote.connect;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;

/// The whole text of an answer, wherever it is. Whoever has it closes it; not for several threads at once. What cannot be read any
/// more ends with an `UncheckedIOException`.
public interface AnswerText extends AutoCloseable {

    /// Returns a text that is in memory; the array must not change.
    static AnswerText of(byte[] bytes) {
        return new InMemory(bytes);
    }

    /// Returns its length in bytes.
    long size();

    /// Returns the text from its beginning.
    InputStream stream();

    /// Returns a part of it.
    ///
    /// @param from where it begins
    /// @param to where it has ended
    byte[] part(long from, long to);

    @Override
    void close();

    /// A text in memory.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record InMemory(byte[] bytes) implements AnswerText {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public InputStream stream() {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public byte[] part(long from, long to) {
            return Arrays.copyOfRange(bytes, Math.toIntExact(from), Math.toIntExact(to));
        }

        @Override
        public void close() {
            // Memory is given back by itself.
        }
    }
}

package org.stoa.remote.connect;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// An answer that asks for room as it grows: a length that was only announced takes nothing. It ends where there is none.
final class CountedAnswer extends FilterInputStream {
    private final AnswerMemory memory;
    private long count;
    private boolean isCutOff;

    CountedAnswer(InputStream in, AnswerMemory memory) {
        super(in);
        this.memory = memory;
    }

    /// Whether it was ended because there was no room for the rest.
    boolean isCutOff() {
        return isCutOff;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (isCutOff) {
            return -1;
        }
        int read = super.read(buffer, offset, length);
        count += Math.max(read, 0);
        isCutOff = !memory.holds(count);
        return isCutOff ? -1 : read;
    }
}

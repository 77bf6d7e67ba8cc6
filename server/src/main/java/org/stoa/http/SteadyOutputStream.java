package org.stoa.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.stoa.platform.Time;

/// An answer whose reader must keep up a rate, counted only while writing waits for the reader.
final class SteadyOutputStream extends FilterOutputStream {
    /// What is written at once, so that a slow reader is noticed inside a large array too.
    private static final int PIECE = 32 << 10;

    private final HttpLimits limits;
    private final Time time;
    private long waitedNanos;
    private long count;

    SteadyOutputStream(OutputStream out, HttpLimits limits, Time time) {
        super(out);
        this.limits = limits;
        this.time = time;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; done += PIECE) {
            int piece = Math.min(PIECE, length - done);
            long start = time.nanoTime();
            out.write(bytes, offset + done, piece);
            waitedNanos += time.nanoTime() - start;
            count += piece;
            if (waitedNanos > limits.allowedNanos(count)) {
                throw new IOException("The client reads too slowly: " + count + " bytes so far");
            }
        }
    }
}

package org.stoa.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.stoa.platform.Time;

/// A body whose sender must keep up a rate. One that sends nothing at all is cut off by the idle time-out of the connection;
/// this is for one that sends a byte now and then.
final class SteadyInputStream extends FilterInputStream {
    private final HttpLimits limits;
    private final Time time;
    private final Transfer transfer;
    private final long start;
    private long count;

    SteadyInputStream(InputStream in, HttpLimits limits, Time time, Transfer transfer) {
        super(in);
        this.limits = limits;
        this.time = time;
        this.transfer = transfer;
        this.start = time.nanoTime();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        transfer.begin();
        try {
            int read = super.read(buffer, offset, length);
            check(Math.max(read, 0));
            return read;
        } finally {
            transfer.end();
        }
    }

    private void check(int more) throws IOException {
        count += more;
        if (time.nanoTime() - start > limits.allowedNanos(count)) {
            throw new IOException("The client sends too slowly: " + count + " bytes so far");
        }
    }
}

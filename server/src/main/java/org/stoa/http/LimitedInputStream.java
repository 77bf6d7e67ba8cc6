package org.stoa.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// A body that may be so long and no longer.
final class LimitedInputStream extends FilterInputStream {
    private final long limit;
    private long count;

    LimitedInputStream(InputStream in, long limit) {
        super(in);
        this.limit = limit;
    }

    static MatrixException tooLarge(long limit) {
        return new MatrixException(
                ErrorCode.TOO_LARGE, "The body is larger than " + limit + " bytes");
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        counted(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        counted(Math.max(read, 0));
        return read;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = super.skip(n);
        counted(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void counted(long more) {
        count += more;
        if (count > limit) {
            throw tooLarge(limit);
        }
    }
}

package org.stoa.remote.connect;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// An answer in a file without a name. For one thread at a time.
final class AnswerFile implements AnswerText {
    private final AnswerFiles files;
    private final FileChannel channel;
    private final long max;
    private long size;
    private boolean isClosed;

    /// @param max bytes that there is room for
    AnswerFile(AnswerFiles files, FileChannel channel, long max) {
        this.files = files;
        this.channel = channel;
        this.max = max;
    }

    /// Adds bytes to its end; returns `false`, and adds nothing, when there is no room for so many.
    boolean add(byte[] bytes, int length) throws IOException {
        if (size + length > max || !files.tryTake(length)) {
            return false;
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
        long at = size;
        size += length;
        while (rest.hasRemaining()) {
            at += channel.write(rest, at);
        }
        return true;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream stream() {
        return new BufferedInputStream(new Reading(), 64 << 10);
    }

    @Override
    public byte[] part(long from, long to) {
        ByteBuffer part = ByteBuffer.allocate(Math.toIntExact(to - from));
        try {
            for (long at = from; part.hasRemaining(); ) {
                int read = channel.read(part, at);
                if (read < 0) {
                    throw new EOFException("a kept answer is shorter than it was");
                }
                at += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return part.array();
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        files.release(size);
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads the file from its beginning.
    private final class Reading extends InputStream {
        private long at;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = channel.read(ByteBuffer.wrap(into, offset, length), at);
            at += Math.max(read, 0);
            return read;
        }
    }
}

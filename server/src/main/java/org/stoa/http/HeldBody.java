package org.stoa.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// What the body of one request takes of the memory, as it comes and as a parsed tree, until the request is done. For one thread only.
///
/// Strangers send bodies: who sends one to a route for servers is known only when it was read and parsed. So it is counted for the
/// address it comes from ([ClientAddress#network]). What takes up to 64 kB is not counted, which is nearly everything: what so many
/// requests may take together is half as much as what is counted, and who comes later is counted with what is more than 4 kB. Those are
/// bounded by the number of connections.
final class HeldBody {
    /// What a request may take without being counted, and the steps in which the rest is.
    private static final int FREE = HeldBytes.FREE;

    /// What every request may take without being counted, even when there are very many.
    private static final int SMALL = 4 << 10;

    /// No text of such a length is a tree that must be counted: the worst has a value for every second byte.
    private static final int NEVER_LARGE = 2 << 10;

    /// An event of 64 KiB may have a value for every second byte, and a server cannot choose what its users send. Values that are
    /// larger than that are most of every body; so one of eight bytes on average is enough for a full transaction of such events.
    private static final int BYTES_FOR_A_VALUE = 8;

    /// Some values may be in a body however short it may be.
    private static final long LEAST_VALUES = 1_024;

    /// A whole body that is larger than what is free has to come in this time, for it holds memory: 13 MB do at 1 Mbit/s.
    private static final Duration IN_TIME = Duration.ofMinutes(2);

    private final HeldBytes held;
    private final Time time;
    private final InetAddress client;
    private long taken;

    /// What this request may take without being counted; less than it may be before it was asked for.
    private int free = SMALL;

    private boolean hasAskedForMore;

    HeldBody(HeldBytes held, Time time, InetAddress client) {
        this.held = held;
        this.time = time;
        this.client = client;
    }

    /// Returns the body with what is read of it counted as it grows: a length that was only announced takes nothing.
    ///
    /// Reading it throws M_LIMIT_EXCEEDED when bodies hold too much already.
    InputStream whileRead(InputStream in) {
        return new Counting(in);
    }

    /// Counts the tree that a body becomes, before it does.
    ///
    /// Errors: M_TOO_LARGE when it has more values than a body of the route needs, M_LIMIT_EXCEEDED.
    void beforeParsing(byte[] body, long maxBody) {
        if (body.length <= NEVER_LARGE) {
            return;
        }
        long values = HeldBytes.values(body);
        long max =
                Math.min(
                        Math.max(maxBody / BYTES_FOR_A_VALUE, LEAST_VALUES),
                        held.share() / HeldBytes.VALUE);
        if (values > max) {
            throw new MatrixException(
                    ErrorCode.TOO_LARGE, "The body has more than " + max + " values");
        }
        hold(body.length + values * HeldBytes.VALUE);
    }

    /// Gives back what was taken.
    void release() {
        if (taken > 0) {
            held.release(ClientAddress.network(client), taken);
            taken = 0;
        }
        if (free > SMALL) {
            held.releaseFree();
            free = SMALL;
        }
    }

    private void hold(long bytes) {
        if (bytes > SMALL && !hasAskedForMore) {
            hasAskedForMore = true;
            free = held.tryTakeFree() ? FREE : SMALL;
        }
        long more = bytes - free - taken;
        if (more > 0) {
            held.take(ClientAddress.network(client), more);
            taken += more;
        }
    }

    private final class Counting extends FilterInputStream {
        private final long start = time.nanoTime();
        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count += Math.max(read, 0);
            if (count > SMALL) {
                hold(Math.ceilDiv(count, (long) FREE) * FREE);
            }
            if (count > FREE) {
                requireInTime();
            }
            return read;
        }

        private void requireInTime() throws IOException {
            if (time.nanoTime() - start > IN_TIME.toNanos()) {
                throw new IOException("The body takes too long: " + count + " bytes so far");
            }
        }
    }
}

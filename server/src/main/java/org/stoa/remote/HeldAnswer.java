package org.stoa.remote;

import org.jspecify.annotations.Nullable;
import org.stoa.http.HeldBytes;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.connect.AnswerMemory;
import org.stoa.remote.connect.AnswerText;

/// What the answer to one request takes of the memory, until it was made use of. What takes up to 64 kB is not counted, which is
/// nearly everything. For one thread only.
final class HeldAnswer implements AnswerMemory, AutoCloseable {
    /// What every answer may take without being counted, and the steps in which the rest is.
    private static final long FREE = 64 << 10;

    private final HeldBytes held;
    private final ServerName server;
    private long taken;
    private @Nullable AnswerText text;

    HeldAnswer(HeldBytes held, ServerName server) {
        this.held = held;
        this.server = server;
    }

    @Override
    public boolean holds(long bytes) {
        long more = Math.ceilDiv(bytes, FREE) * FREE - FREE - taken;
        if (more <= 0) {
            return true;
        }
        if (!held.tryTake(server.text(), more)) {
            return false;
        }
        taken += more;
        return true;
    }

    /// How many bytes it holds, with those that are not counted.
    long bytes() {
        return taken + FREE;
    }

    /// Keeps a text until this is closed.
    void keep(AnswerText kept) {
        text = kept;
    }

    /// The text that is kept; null for none.
    @Nullable AnswerText text() {
        return text;
    }

    @Override
    public void close() {
        if (text != null) {
            text.close();
        }
        if (taken > 0) {
            held.release(server.text(), taken);
            taken = 0;
        }
    }
}

package org.stoa.http;

import java.util.concurrent.atomic.AtomicLong;
import org.stoa.platform.Randomness;

/// Gives each request an id that is unique on this node, and not likely to be given again after a restart.
final class RequestIds {
    private final String prefix;
    private final AtomicLong count = new AtomicLong();

    RequestIds(Randomness randomness) {
        this.prefix = randomness.opaque(6);
    }

    String next() {
        return prefix + "-" + Long.toString(count.incrementAndGet(), 36);
    }
}

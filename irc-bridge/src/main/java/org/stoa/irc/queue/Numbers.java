package org.stoa.irc.queue;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.stoa.bridge.store.Journal;
import org.stoa.protocol.json.Json;

/// Keys of the journal in the order in which they were made.
public final class Numbers {

    private static final int DIGITS = 16;

    private final AtomicLong next = new AtomicLong();

    /// Goes on after the keys that the journal has under these prefixes.
    public Numbers(Journal journal, String... prefixes) {
        for (String prefix : prefixes) {
            for (Map.Entry<String, Json> entry : journal.under(prefix).entrySet()) {
                String key = entry.getKey();
                long number = Long.parseLong(key.substring(key.length() - DIGITS));
                next.accumulateAndGet(number + 1, Math::max);
            }
        }
    }

    /// Returns a new key with the prefix.
    public String key(String prefix) {
        return prefix + "%016d".formatted(next.getAndIncrement());
    }
}

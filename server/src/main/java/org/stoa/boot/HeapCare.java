package org.stoa.boot;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Optional;
import org.stoa.platform.Platform;
import org.stoa.platform.Repeater;

/// Has the old generation collected when most of it must be garbage.
///
/// The serial collector, which suits small machines best, lets it grow to the limit of the heap before it looks into it: after a
/// million messages a server took 1.5 GB, while one in the middle of sending messages needed 55 MB. A limit that fits that would be
/// too low for a server with more to remember. So the garbage that is let be grows with what is needed: little beside little, as
/// much again beside much.
final class HeapCare {
    /// With 55 MB needed a collection takes about 0.1 s and stops everything meanwhile; with 5,000 messages a second this is about
    /// every quarter of a minute.
    private static final Duration EVERY = Duration.ofSeconds(5);

    private static final long SMALL_BYTES = 48L << 20;

    private HeapCare() {}

    /// Looks from now on; does nothing with a collector that looks after its heap itself.
    static Optional<Repeater> start(Platform platform) {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .filter(pool -> pool.getName().equals("Tenured Gen"))
                .findFirst()
                .map(pool -> Repeater.start("heap", EVERY, () -> look(pool), platform));
    }

    private static void look(MemoryPoolMXBean pool) {
        MemoryUsage collected = pool.getCollectionUsage();
        long needed = collected == null ? 0 : collected.getUsed();
        if (isMostlyGarbage(pool.getUsage().getUsed(), needed)) {
            System.gc();
        }
    }

    /// @param used bytes now
    /// @param needed bytes after the last collection
    static boolean isMostlyGarbage(long used, long needed) {
        return used - needed > Math.max(SMALL_BYTES + needed / 2, needed);
    }
}

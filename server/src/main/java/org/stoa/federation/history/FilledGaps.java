package org.stoa.federation.history;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.stoa.platform.Awaited;
import org.stoa.platform.Time;
import org.stoa.platform.Workers;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.read.OtherHistories;

/// Has gaps in timelines filled: each by one worker, however many wait for it, and after a failure not again for a while. What
/// takes longer than anybody waits goes on, so that whoever comes back finds it done. Thread-safe.
public final class FilledGaps implements OtherHistories, AutoCloseable {
    /// Gaps of all rooms that are filled at once; each holds some megabytes.
    private static final int AT_ONCE = 8;

    private static final int WAITING = 64;

    /// How long a gap is left alone that could not be filled.
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /// Gaps that are left alone; of more some are tried again at once.
    private static final int MAX_PAUSES = 10_000;

    private final GapFiller filler;
    private final EventsNearTime nearTime;
    private final Time time;
    private final Workers workers = new Workers("fill-gap", AT_ONCE, WAITING);
    private final Map<Place, Awaited<Filled>> running = new ConcurrentHashMap<>();
    private final Cache<Place, Filled> failed;

    FilledGaps(GapFiller filler, EventsNearTime nearTime, Time time) {
        this.filler = filler;
        this.nearTime = nearTime;
        this.time = time;
        this.failed =
                Caffeine.newBuilder()
                        .executor(Runnable::run)
                        .ticker(time::nanoTime)
                        .expireAfterWrite(PAUSE)
                        .maximumSize(MAX_PAUSES)
                        .build();
    }

    private record Place(long room, long gap) {}

    @Override
    public Filled fill(Room room, long gap, Duration patience) {
        Place place = new Place(room.nid(), gap);
        Filled before = failed.getIfPresent(place);
        if (before != null) {
            return before;
        }
        Awaited<Filled> own = new Awaited<>(time);
        Awaited<Filled> first = running.putIfAbsent(place, own);
        if (first != null) {
            return first.await(patience).orElse(Filled.LATER);
        }
        if (!workers.tryRun(() -> work(room, place, own))) {
            running.remove(place, own);
            own.set(Filled.LATER);
        }
        return own.await(patience).orElse(Filled.LATER);
    }

    private void work(Room room, Place place, Awaited<Filled> result) {
        Filled filled = Filled.LATER;
        try {
            filled = filler.fill(room, place.gap());
        } finally {
            if (filled != Filled.MORE) {
                failed.put(place, filled);
            }
            running.remove(place, result);
            result.set(filled);
        }
    }

    @Override
    public Optional<Found> nearest(Room room, long ts, boolean forwards, Duration patience) {
        return nearTime.find(room, ts, forwards, patience);
    }

    @Override
    public void close() {
        workers.close();
    }
}

package org.stoa.remote;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.stoa.platform.Platform;
import org.stoa.platform.Randomness;
import org.stoa.platform.Time;
import org.stoa.protocol.id.ServerName;
import org.stoa.storage.Database;
import org.stoa.storage.federation.DestinationRepository;
import org.stoa.storage.federation.DestinationRepository.DestinationRecord;

/// How other servers fail, and how long each is left alone for that: all who ask share it, and it outlives a restart.
/// Thread-safe.
///
/// The first pause is short, and each is twice as long as the one before. Requests that fail together count once. A sign of
/// life ends the pause: an answer, or a request of the server itself.
public final class Destinations {
    private static final Duration SHORTEST = Duration.ofSeconds(2);

    /// More doublings than any pause needs.
    private static final int MAX_DOUBLINGS = 30;

    /// The others are read from the database again.
    private static final int MAX_IN_MEMORY = 50_000;

    private static final DestinationRecord WELL = new DestinationRecord(0, 0);

    private final Database database;
    private final Time time;
    private final Randomness randomness;
    private final Duration longest;
    private final DestinationRepository repository = new DestinationRepository();
    private final Cache<ServerName, DestinationRecord> known;
    private final List<Consumer<ServerName>> listeners = new CopyOnWriteArrayList<>();

    Destinations(Database database, Platform platform, Duration longest) {
        this.database = database;
        this.time = platform.time();
        this.randomness = platform.randomness();
        this.longest = longest;
        this.known =
                Caffeine.newBuilder().executor(Runnable::run).maximumSize(MAX_IN_MEMORY).build();
    }

    /// Returns when a server is asked again; empty when it may be asked now.
    public Optional<Instant> retryAt(ServerName server) {
        DestinationRecord record = record(server);
        return record.retryAt() > time.millis()
                ? Optional.of(Instant.ofEpochMilli(record.retryAt()))
                : Optional.empty();
    }

    /// Says that a server lives: it answered, or it asked something and proved who it is.
    public void alive(ServerName server) {
        if (record(server).failures() > 0) {
            known.put(server, WELL);
            database.execute(tx -> repository.answers(tx, server.text()));
        }
        listeners.forEach(listener -> listener.accept(server));
    }

    /// Adds somebody who hears of each sign of life. Must be quick and must not throw.
    public void onAlive(Consumer<ServerName> listener) {
        listeners.add(listener);
    }

    /// Returns what is known now, to be given to [#failed].
    DestinationRecord record(ServerName server) {
        return known.get(
                server, name -> database.read(tx -> repository.find(tx, name.text())).orElse(WELL));
    }

    /// Says that a server failed.
    ///
    /// @param before what was known when it was asked: of requests that were made at the same time only the first one counts
    void failed(ServerName server, DestinationRecord before) {
        long failures = before.failures() + 1;
        DestinationRecord after =
                new DestinationRecord(failures, time.millis() + pause(failures).toMillis());
        if (known.asMap().replace(server, before, after)) {
            database.execute(tx -> repository.put(tx, server.text(), after));
        }
    }

    /// Not all servers that failed at the same time are asked again at the same time.
    private Duration pause(long failures) {
        long millis = SHORTEST.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        long bounded = Math.min(millis, longest.toMillis());
        return Duration.ofMillis(bounded - randomness.below(bounded / 5 + 1));
    }
}

package org.stoa.appservice.push;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoa.appservice.Registration;
import org.stoa.appservice.Registrations;
import org.stoa.appservice.client.ServiceClient;
import org.stoa.ephemeral.EphemeralModule;
import org.stoa.platform.Changes;
import org.stoa.platform.Platform;
import org.stoa.rooms.RoomsModule;
import org.stoa.storage.Database;
import org.stoa.storage.appservice.AppServiceRepository;
import org.stoa.storage.appservice.FollowRepository;

/// A courier for each service that has an address. Thread-safe.
public final class Couriers implements AutoCloseable {
    private static final Duration END_OF_REPLACED = Duration.ofMinutes(1);
    private static final Duration END = Duration.ofSeconds(2);

    /// A longer backlog is not counted.
    private static final int MAX_COUNTED = 10_000;

    private final Registrations registrations;
    private final Database database;
    private final Platform platform;
    private final ServiceClient client;
    private final Source source;
    private final Waker waker;
    private final AppServiceRepository repository = new AppServiceRepository();
    private final FollowRepository follow = new FollowRepository();
    private final Map<String, Courier> couriers = new ConcurrentHashMap<>();
    private boolean closed;

    /// Nothing runs yet.
    public Couriers(
            Registrations registrations,
            Database database,
            Platform platform,
            Changes changes,
            RoomsModule rooms,
            EphemeralModule ephemeral,
            ServiceClient client) {
        this.registrations = registrations;
        this.database = database;
        this.platform = platform;
        this.client = client;
        this.source = new Source(database, rooms, ephemeral);
        this.waker = new Waker(changes);
        ephemeral.typing().listen(room -> waker.wakeAll());
        ephemeral.presence().listen((user, atOnce) -> waker.wakeAll());
    }

    /// How it stands with what a service is told.
    ///
    /// @param backlog events that it was not told of and that may concern it, at most 10,000
    /// @param failures how often in a row it did not take what it was told
    /// @param reason why, last; null while it takes everything
    public record Standing(long backlog, int failures, @Nullable String reason) {}

    /// Begins with the registrations that hold. What waited for a service that is gone, or has no address any more, is
    /// forgotten: should it come back, it is told what happens from then on.
    public synchronized void start() {
        Set<String> told =
                registrations.all().stream()
                        .filter(service -> service.address().isPresent())
                        .map(Registration::id)
                        .collect(Collectors.toSet());
        for (String known : database.read(repository::services)) {
            if (!told.contains(known)) {
                database.execute(tx -> repository.delete(tx, known));
            }
        }
        for (Registration each : registrations.all()) {
            begin(each);
        }
    }

    /// Lets those that hold now have couriers, and no others.
    public synchronized void replaced() {
        couriers.values().forEach(Courier::close);
        // Two of one service would both write how far it is.
        couriers.values().forEach(courier -> courier.awaitEnd(END_OF_REPLACED));
        couriers.clear();
        start();
    }

    private void begin(Registration service) {
        if (closed || service.address().isEmpty()) {
            return;
        }
        Courier courier = new Courier(service, client, source, waker, platform.time());
        couriers.put(service.id(), courier);
        courier.start();
    }

    /// A service has shown that it lives. Quick.
    public void heardOf(Registration service) {
        Courier courier = couriers.get(service.id());
        if (courier != null) {
            courier.heardOf();
        }
    }

    /// How it stands with a service; empty when it is told nothing.
    public Optional<Standing> standing(Registration service) {
        Courier courier = couriers.get(service.id());
        if (courier == null) {
            return Optional.empty();
        }
        Queue queue = courier.queue();
        long waiting = database.read(tx -> follow.count(tx, queue.reached().value(), MAX_COUNTED));
        Optional<Courier.Failure> failure = courier.failure();
        return Optional.of(
                new Standing(
                        Math.min(MAX_COUNTED, waiting + queue.pendingEvents()),
                        failure.map(Courier.Failure::count).orElse(0),
                        failure.map(Courier.Failure::reason).orElse(null)));
    }

    @Override
    public synchronized void close() {
        closed = true;
        waker.close();
        couriers.values().forEach(Courier::close);
        couriers.values().forEach(courier -> courier.awaitEnd(END));
        client.close();
    }
}

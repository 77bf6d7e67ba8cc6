package org.stoa.bench.scenario;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.stoa.bench.federation.Federation;
import org.stoa.bench.homeserver.Target;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.http.Connection;
import org.stoa.bench.load.Load;
import org.stoa.bench.load.Pace;
import org.stoa.bench.load.Progress;
import org.stoa.bench.load.Workers;
import org.stoa.bench.measure.Cost;
import org.stoa.bench.measure.Meter;

/// One run of one case: the server, users made for it, and the means to measure.
public final class Trial {
    /// So many requests at once prepare a case.
    private static final int SETTERS = 16;

    private final Target target;
    private final Size size;
    private final long seed;
    private final Progress progress;
    private final Users users;
    private boolean isNew;
    private Meter meter;

    /// @param isNew whether nothing was measured on this server yet
    public Trial(Target target, Size size, long seed, Progress progress, boolean isNew) {
        this.target = target;
        this.size = size;
        this.seed = seed;
        this.progress = progress;
        this.isNew = isNew;
        this.users = new Users(target.registrationSecret());
        this.meter = new Meter(target.pid(), target.data());
    }

    public URI uri() {
        return target.uri();
    }

    public Target target() {
        return target;
    }

    /// How scripted servers meet the server.
    ///
    /// Errors: [CheckFailed] when they cannot.
    public Federation federation() {
        return target.federation()
                .orElseThrow(
                        () ->
                                new CheckFailed(
                                        "other servers can only meet one that --start started"));
    }

    public Size size() {
        return size;
    }

    public long seed() {
        return seed;
    }

    public Progress progress() {
        return progress;
    }

    public Meter meter() {
        return meter;
    }

    /// Stops and starts the server; seconds to the first answer, 0 if it cannot be restarted from here.
    public double restart() throws IOException, InterruptedException {
        double seconds = target.restart().map(took -> took.toNanos() / 1e9).orElse(0.0);
        meter = new Meter(target.pid(), target.data());
        return seconds;
    }

    /// Warms up and measures an operation.
    public Load.Measured load(int workers, Pace pace, Workers.Action operation)
            throws IOException, InterruptedException {
        return new Load(meter, progress, seed).run(workers, pace, operation);
    }

    /// The pace of a closed loop for this size.
    public Pace closed() {
        return Pace.closed(size.warmUp(), size.measured());
    }

    /// How long to warm up where microseconds count: longer when the server is new, and then no more.
    public Duration warmUp() {
        Duration length = isNew ? size.firstWarmUp() : size.warmUp();
        isNew = false;
        return length;
    }

    /// Makes users.
    public List<Account> accounts(int count) throws IOException, InterruptedException {
        progress.phase("registering " + count + " users");
        return prepare(count, (connection, number) -> users.register(connection));
    }

    /// Makes users, each with a connection.
    public List<Client> clients(int count) throws IOException, InterruptedException {
        List<Client> clients = new ArrayList<>();
        for (Account account : accounts(count)) {
            clients.add(client(account));
        }
        return clients;
    }

    /// Makes one user.
    public Account register(Connection connection) throws IOException {
        return users.register(connection);
    }

    /// A user with a connection of its own.
    public Client client(Account account) throws IOException {
        return new Client(new Connection(uri()), account);
    }

    /// What one step of the preparation does.
    @FunctionalInterface
    public interface Step<T> {
        T run(Connection connection, int number) throws IOException;
    }

    /// Runs steps 0 to `count` - 1, some at once, and gives their results in that order.
    public <T> List<T> prepare(int count, Step<T> step) throws IOException, InterruptedException {
        int setters = Math.min(SETTERS, count);
        List<List<T>> parts =
                Workers.all(
                        setters,
                        setter -> {
                            List<T> part = new ArrayList<>();
                            try (Connection connection = new Connection(uri())) {
                                for (int number = setter; number < count; number += setters) {
                                    part.add(step.run(connection, number));
                                    progress.counter().incrementAndGet();
                                }
                            }
                            return part;
                        });
        List<T> all = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            all.add(parts.get(number % setters).get(number / setters));
        }
        return all;
    }

    /// What is measured from here to [Meter#stop].
    public Cost measure(Workers.Action work) throws IOException, InterruptedException {
        meter.start();
        work.run(0);
        return meter.stop();
    }
}

package org.stoa.bench.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.http.Connection;
import org.stoa.bench.load.Load;
import org.stoa.bench.load.Workers;
import org.stoa.bench.measure.Cost;
import org.stoa.bench.measure.Latencies;

/// S16: an application service whose user is in all rooms is told of what is sent there: of what waits for it while it is away,
/// and while it is being sent. It must be told of each message once, in the order of the room.
final class ServiceScenario implements Scenario {
    private static final String LOCALPART = "benchservice";
    private static final Account SERVICE =
            new Account("@" + LOCALPART + ":bench.localhost", "bench-as-token");
    private static final long PATIENCE_MILLIS = 120_000;
    private static final Duration ASK_AGAIN = Duration.ofMillis(50);

    private @Nullable EventReceiver current;

    @Override
    public String id() {
        return "S16";
    }

    @Override
    public String title() {
        return "events to an application service";
    }

    /// Starts the service, and registers it: at this port, with the server that is started next.
    @Override
    public Map<String, String> environment() {
        try {
            if (current != null) {
                current.close();
            }
            EventReceiver receiver = new EventReceiver();
            current = receiver;
            Path folder = Files.createTempDirectory("bench-service-");
            Path file =
                    Files.writeString(
                            folder.resolve("bench.yaml"), registration(receiver.uri().toString()));
            // In the opposite order.
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return Map.of("APPSERVICES", folder.toString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String registration(String url) {
        return """
        id: bench
        url: %s
        as_token: %s
        hs_token: bench-hs-token
        sender_localpart: %s
        rate_limited: false
        namespaces: {users: [], aliases: [], rooms: []}
        """
                .formatted(url, SERVICE.token(), LOCALPART);
    }

    @Override
    public List<Case> cases(Size size) {
        return switch (size) {
            case TINY -> List.of(backlog(2, 50), live(2));
            case COMPARE, FULL -> List.of(backlog(20, 20_000), live(50));
        };
    }

    private EventReceiver receiver() {
        if (current == null) {
            throw new CheckFailed("the service has to be known to the server: use --start");
        }
        return current;
    }

    private Case backlog(int workers, int messages) {
        return new Case(
                "rooms=" + workers + " waiting=" + messages,
                trial -> {
                    List<SendScenario.Sender> senders = senders(trial, workers);
                    try (Client service = trial.client(SERVICE)) {
                        return List.of(deliver(trial, service, senders, messages / workers));
                    }
                });
    }

    private Measurement deliver(
            Trial trial, Client service, List<SendScenario.Sender> senders, int each)
            throws IOException, InterruptedException {
        EventReceiver receiver = receiver();
        int before = receiver.count();
        int all = before + each * senders.size();
        receiver.refuse(true);
        trial.progress().phase("sending " + (all - before) + " messages");
        Workers.each(
                senders.size(),
                worker -> {
                    for (int i = 0; i < each; i++) {
                        senders.get(worker).send();
                    }
                });
        trial.progress().phase("telling the service");
        receiver.refuse(false);
        trial.meter().start();
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        // The server tries again when the service shows that it is there.
        while (receiver.count() == before) {
            CheckFailed.unless(
                    System.nanoTime() < deadline, "the service is told of nothing that waited");
            service.get("account/whoami").orThrow();
            Thread.sleep(ASK_AGAIN);
        }
        receiver.await(all, PATIENCE_MILLIS);
        Cost cost = trial.meter().stop();
        check(senders);
        return Measurement.of("", all - before, "event", cost, new Latencies());
    }

    private Case live(int workers) {
        return new Case(
                "rooms=" + workers + " workers=" + workers + " closed loop",
                trial -> {
                    List<SendScenario.Sender> senders = senders(trial, workers);
                    int before = receiver().count();
                    Load.Measured measured =
                            trial.load(
                                    workers, trial.closed(), worker -> senders.get(worker).send());
                    long end = System.nanoTime();
                    int sent = senders.stream().mapToInt(SendScenario.Sender::count).sum();
                    receiver().await(before + sent, PATIENCE_MILLIS);
                    double late = (System.nanoTime() - end) / 1e6;
                    check(senders);
                    return List.of(
                            Measurement.of(
                                    measured, "send", Map.of("all told after the last, ms", late)));
                });
    }

    /// Each in a room of its own, with the service.
    private static List<SendScenario.Sender> senders(Trial trial, int workers)
            throws IOException, InterruptedException {
        List<SendScenario.Sender> senders =
                SendScenario.senders(trial, trial.clients(workers), workers);
        try (Client service = new Client(new Connection(trial.uri()), SERVICE)) {
            for (SendScenario.Sender sender : senders) {
                service.join(sender.rooms().getFirst());
            }
        }
        return senders;
    }

    private void check(List<SendScenario.Sender> senders) {
        for (SendScenario.Sender sender : senders) {
            String room = sender.rooms().getFirst();
            Sequence.check(
                    "what the service was told of " + room,
                    List.of(sender.sent(room)),
                    receiver().messages(room));
        }
    }
}

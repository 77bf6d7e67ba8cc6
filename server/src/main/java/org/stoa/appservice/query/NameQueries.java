package org.stoa.appservice.query;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.stoa.accounts.profile.UnknownUserResolver;
import org.stoa.appservice.Registration;
import org.stoa.appservice.Registrations;
import org.stoa.appservice.client.ServiceAnswer;
import org.stoa.appservice.client.ServiceAnswer.Answered;
import org.stoa.appservice.client.ServiceClient;
import org.stoa.appservice.client.ServiceClient.Kind;
import org.stoa.appservice.identity.Ghosts;
import org.stoa.platform.Coalescer;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.UserId;
import org.stoa.remote.RemotePath;
import org.stoa.rooms.alias.UnknownAliasResolver;

/// Asks services for aliases and users of their namespaces that are not there: they make them before they answer. Who asks for
/// the same at the same time waits for one answer. Thread-safe.
///
/// Spec: application-service-api#querying (v1.19).
public final class NameQueries implements UnknownAliasResolver, UnknownUserResolver {
    /// A service that makes a room asks the network behind it first.
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /// "the homeserver should retry several times before timing out."
    private static final int ATTEMPTS = 2;

    /// Requests that may wait for one service at once; more are told that it does not answer in time.
    private static final int MAX_WAITING = 64;

    private final Registrations registrations;
    private final ServiceClient client;
    private final Ghosts ghosts;
    private final Map<String, Semaphore> waiting = new ConcurrentHashMap<>();
    private final Coalescer<String, Outcome> asking = new Coalescer<>();

    private enum Outcome {
        HAS,
        HAS_NOT,
        LATE
    }

    /// Asks the services that are registered.
    public NameQueries(Registrations registrations, ServiceClient client, Ghosts ghosts) {
        this.registrations = registrations;
        this.client = client;
        this.ghosts = ghosts;
    }

    @Override
    public boolean resolve(RoomAlias alias, BooleanSupplier isThere) {
        Outcome outcome =
                ask(
                        new Question(Kind.ROOMS, RemotePath.of("/rooms/{}", alias), isThere),
                        service -> service.covers(alias));
        if (outcome == Outcome.LATE) {
            throw new MatrixException(
                            ErrorCode.UNKNOWN, "The application service does not answer in time")
                    .withStatus(408);
        }
        return outcome == Outcome.HAS;
    }

    @Override
    public void meet(UserId user) {
        Predicate<Registration> knows =
                service -> service.covers(user) && !service.sender().equals(user);
        BooleanSupplier isThere = () -> ghosts.find(user).isPresent();
        if (registrations.all().stream().anyMatch(knows) && !isThere.getAsBoolean()) {
            // Somebody may be invited who is not there: that the service does not answer changes
            // nothing.
            var _ = ask(new Question(Kind.USERS, RemotePath.of("/users/{}", user), isThere), knows);
        }
    }

    /// What a service is asked.
    ///
    /// @param isThere whether the name is there now: a service makes it before it says that it has it
    private record Question(Kind kind, RemotePath path, BooleanSupplier isThere) {}

    /// All are asked at once, and one that has the name is enough: a slow one holds up nobody whom another can help.
    private Outcome ask(Question question, Predicate<Registration> knows) {
        List<Registration> services =
                registrations.all().stream()
                        .filter(service -> service.address().isPresent() && knows.test(service))
                        .toList();
        if (services.size() == 1) {
            return shared(services.getFirst(), question);
        }
        BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
        for (Registration service : services) {
            Thread _ =
                    Thread.ofVirtual()
                            .name("appservice-query-" + service.id())
                            .start(() -> tell(outcomes, service, question));
        }
        Outcome best = Outcome.HAS_NOT;
        for (int i = 0; i < services.size() && best != Outcome.HAS; i++) {
            Outcome next = take(outcomes);
            best = next == Outcome.HAS_NOT ? best : next;
        }
        return best;
    }

    private void tell(BlockingQueue<Outcome> outcomes, Registration service, Question question) {
        Outcome outcome = Outcome.HAS_NOT;
        try {
            outcome = shared(service, question);
        } finally {
            outcomes.add(outcome);
        }
    }

    private static Outcome take(BlockingQueue<Outcome> outcomes) {
        try {
            return outcomes.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.LATE;
        }
    }

    private Outcome shared(Registration service, Question question) {
        return asking.get(service.id() + " " + question.path(), () -> bounded(service, question));
    }

    private Outcome bounded(Registration service, Question question) {
        Semaphore places = waiting.computeIfAbsent(service.id(), id -> new Semaphore(MAX_WAITING));
        if (!places.tryAcquire()) {
            return Outcome.LATE;
        }
        try {
            return ask(service, question);
        } finally {
            places.release();
        }
    }

    /// Late when the service took too long each time; one that cannot be reached has nothing.
    private Outcome ask(Registration service, Question question) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            switch (client.get(service, question.kind(), question.path(), TIMEOUT)) {
                case Answered answered -> {
                    return answered.isSuccess() && question.isThere().getAsBoolean()
                            ? Outcome.HAS
                            : Outcome.HAS_NOT;
                }
                case ServiceAnswer.Unreachable _ -> {
                    return Outcome.HAS_NOT;
                }
                case ServiceAnswer.TimedOut() -> {}
            }
        }
        return Outcome.LATE;
    }
}

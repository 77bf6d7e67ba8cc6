package org.stoa.appservice.query;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
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

    /// Requests that may wait for services at once; more are told that the name is not there.
    private static final int MAX_WAITING = 64;

    private final Registrations registrations;
    private final ServiceClient client;
    private final Ghosts ghosts;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final Coalescer<String, Boolean> asking = new Coalescer<>();

    /// Asks the services that are registered.
    public NameQueries(Registrations registrations, ServiceClient client, Ghosts ghosts) {
        this.registrations = registrations;
        this.client = client;
        this.ghosts = ghosts;
    }

    @Override
    public boolean resolve(RoomAlias alias) {
        return anyHas(
                service -> service.covers(alias),
                Kind.ROOMS,
                RemotePath.of("/rooms/{}", alias),
                true);
    }

    @Override
    public void meet(UserId user) {
        Predicate<Registration> knows =
                service -> service.covers(user) && !service.sender().equals(user);
        if (registrations.all().stream().anyMatch(knows) && ghosts.find(user).isEmpty()) {
            // Somebody may be invited who is not there: that the service does not answer changes
            // nothing.
            anyHas(knows, Kind.USERS, RemotePath.of("/users/{}", user), false);
        }
    }

    private boolean anyHas(
            Predicate<Registration> knows, Kind kind, RemotePath path, boolean saysLate) {
        for (Registration service : registrations.all()) {
            boolean has =
                    service.address().isPresent()
                            && knows.test(service)
                            && asking.get(
                                    service.id() + " " + path,
                                    () -> has(service, kind, path, saysLate));
            if (has) {
                return true;
            }
        }
        return false;
    }

    private boolean has(Registration service, Kind kind, RemotePath path, boolean saysLate) {
        if (!waiting.tryAcquire()) {
            return false;
        }
        try {
            Optional<Answered> answer = ask(service, kind, path);
            if (answer.isEmpty() && saysLate) {
                throw new MatrixException(
                                ErrorCode.UNKNOWN,
                                "The application service does not answer in time")
                        .withStatus(408);
            }
            return answer.map(Answered::isSuccess).orElse(false);
        } finally {
            waiting.release();
        }
    }

    /// Empty when the service took too long each time; one that cannot be reached has nothing.
    private Optional<Answered> ask(Registration service, Kind kind, RemotePath path) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            ServiceAnswer answer = client.get(service, kind, path, TIMEOUT);
            switch (answer) {
                case Answered answered -> {
                    return Optional.of(answered);
                }
                case ServiceAnswer.Unreachable _ -> {
                    return Optional.of(new Answered(404, new byte[0]));
                }
                case ServiceAnswer.TimedOut() -> {}
            }
        }
        return Optional.empty();
    }
}

package org.stoa.bridge;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.stoa.bridge.client.Backoff;
import org.stoa.bridge.client.Call;
import org.stoa.bridge.client.Homeserver;
import org.stoa.bridge.client.Pauses;
import org.stoa.bridge.inbox.Inbox;
import org.stoa.bridge.intent.Intent;
import org.stoa.bridge.intent.RoomStates;
import org.stoa.bridge.intent.Service;
import org.stoa.bridge.intent.TransactionId;
import org.stoa.bridge.listen.Listener;
import org.stoa.bridge.listen.Requests;
import org.stoa.bridge.registration.Registration;
import org.stoa.bridge.store.Changes;
import org.stoa.bridge.store.Journal;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;

/// An application service: its users, what it knows of rooms, its store, and its ear to the homeserver.
///
///     try (AppService service = AppService.open(registration, settings)) {
///         service.start((event, changes) -> …);
///         Thread.currentThread().join();
///     }
///
/// Safe for use by several threads.
public final class AppService implements AutoCloseable {

    private final Registration registration;
    private final Settings settings;
    private final Journal journal;
    private final Homeserver homeserver;
    private final Service service;

    private @Nullable Inbox inbox;
    private @Nullable Listener listener;

    private AppService(
            Registration registration, Settings settings, Journal journal, Pauses pauses) {
        this.registration = registration;
        this.settings = settings;
        this.journal = journal;
        this.homeserver =
                new Homeserver(
                        settings.homeserver(), registration.asToken(), Backoff.PATIENT, pauses);
        this.service = new Service(homeserver, user(registration.senderLocalpart()));
    }

    /// Opens the service's store. Nothing is heard before it is started.
    ///
    /// @throws IOException when the store cannot be read, or another process has it open
    public static AppService open(Registration registration, Settings settings) throws IOException {
        return open(registration, settings, Pauses.REAL);
    }

    /// Opens the service's store, with another way to wait before it tries again.
    public static AppService open(Registration registration, Settings settings, Pauses pauses)
            throws IOException {
        return new AppService(registration, settings, Journal.open(settings.journal()), pauses);
    }

    /// Listens for events, and hands them to the handler, first those that were left when the service stopped.
    public void start(EventHandler handler) throws IOException {
        start(handler, Queries.NONE, ThirdParty.NONE);
    }

    /// Listens for events and for queries.
    public synchronized void start(EventHandler handler, Queries queries, ThirdParty thirdParty)
            throws IOException {
        if (inbox != null) {
            throw new IllegalStateException("The service was started before");
        }
        Inbox opened = new Inbox(journal, updating(handler));
        Listener listening =
                new Listener(
                        settings.listen(),
                        new Requests(registration.hsToken(), opened, queries, thirdParty));
        inbox = opened;
        listener = listening;
        opened.start();
        listening.start();
    }

    /// Returns the port at which it listens.
    public synchronized int port() {
        if (listener == null) {
            throw new IllegalStateException("The service was not started");
        }
        return listener.port();
    }

    /// Returns the registration.
    public Registration registration() {
        return registration;
    }

    /// Returns the id of a user of this homeserver.
    public UserId user(String localpart) {
        return UserId.of(localpart, settings.serverName());
    }

    /// Returns what the service does as its own user.
    public Intent bot() {
        return as(user(registration.senderLocalpart()));
    }

    /// Returns what the service does as that user, which must be in its namespace.
    public Intent as(UserId user) {
        return service.as(user);
    }

    /// Returns the state of rooms that the bot is in.
    public RoomStates states() {
        return service.states();
    }

    /// Returns the store; keys that begin with `inbox/` and `transaction/` are taken.
    public Journal journal() {
        return journal;
    }

    /// Asks the homeserver to call this service, and returns how long that took.
    ///
    /// @throws org.stoa.bridge.client.HomeserverError when it cannot: its message says why
    ///
    /// Spec: application-service-api#pinging (v1.19).
    public Duration ping() {
        JsonObject answer =
                homeserver
                        .with(Backoff.BRIEF)
                        .object(
                                Call.post(
                                        JsonObject.of(
                                                "transaction_id", TransactionId.random().text()),
                                        "v1",
                                        "appservice",
                                        registration.id(),
                                        "ping"),
                                null);
        return Duration.ofMillis(answer.integer("duration_ms").orElse(0));
    }

    /// Stops listening and handing out events; the store stays open for what has still to be written down.
    public synchronized void stop() {
        if (listener != null) {
            listener.close();
        }
        if (inbox != null) {
            inbox.close();
        }
    }

    /// Stops, and closes the store. An event that is being dealt with comes again after the next start.
    @Override
    public synchronized void close() {
        stop();
        journal.close();
    }

    private EventHandler updating(EventHandler handler) {
        return new EventHandler() {
            @Override
            public void handle(RoomEvent event, Changes changes) {
                service.update(event);
                handler.handle(event, changes);
            }

            @Override
            public void handleEphemeral(JsonObject event) {
                handler.handleEphemeral(event);
            }
        };
    }
}

package org.stoa.appservice.client;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.stoa.appservice.Registration;
import org.stoa.appservice.client.ServiceAnswer.Answered;
import org.stoa.appservice.client.ServiceHttp.Ask;
import org.stoa.platform.Time;
import org.stoa.remote.RemotePath;

/// Asks application services, each at the path that it knows: that of the specification, or the one before it.
/// Thread-safe.
///
/// "Homeservers should attempt to use the specified endpoints first ... if the application service receives an HTTP status code
/// that does not indicate success ... then the homeserver should fall back to the older endpoints": what answered with
/// success last is asked first the next time. "Homeservers should periodically try again for the newer endpoints": every hour.
/// Spec: application-service-api#legacy-routes (v1.19).
public final class ServiceClient implements AutoCloseable {
    private static final Duration OLD_PATH_FOR = Duration.ofHours(1);
    private static final String VERSIONED = "/_matrix/app/v1";

    private final Time time;
    private final ServiceHttp http = new ServiceHttp();

    /// Since when an old path is the one that works, by service and kind.
    private final Map<Known, Long> oldSince = new ConcurrentHashMap<>();

    /// Asks over the network.
    public ServiceClient(Time time) {
        this.time = time;
    }

    /// What is asked, and where it was asked before there were versions.
    public enum Kind {
        TRANSACTIONS(""),
        USERS(""),
        ROOMS(""),
        THIRD_PARTY("/_matrix/app/unstable"),
        PING(null);

        private final @Nullable String oldPrefix;

        Kind(@Nullable String oldPrefix) {
            this.oldPrefix = oldPrefix;
        }
    }

    private record Known(String service, Kind kind) {}

    /// Asks for something.
    ///
    /// @param path below the prefix of the API, with its query
    public ServiceAnswer get(Registration service, Kind kind, RemotePath path, Duration timeout) {
        return ask(service, kind, new Ask("GET", path, null, timeout));
    }

    /// Tells something.
    ///
    /// @param method `PUT` or `POST`
    public ServiceAnswer tell(
            Registration service,
            Kind kind,
            String method,
            RemotePath path,
            byte[] body,
            Duration timeout) {
        return ask(service, kind, new Ask(method, path, body, timeout));
    }

    private ServiceAnswer ask(Registration service, Kind kind, Ask ask) {
        URI address =
                service.address()
                        .orElseThrow(() -> new IllegalStateException(service + " has no URL"));
        Ask versioned = ask.to(new RemotePath(VERSIONED + ask.path().text()));
        String oldPrefix = kind.oldPrefix;
        if (oldPrefix == null) {
            return http.send(service, address, versioned);
        }
        Ask old = ask.to(new RemotePath(oldPrefix + ask.path().text()));
        Known known = new Known(service.id(), kind);
        return isOldFirst(known)
                ? first(service, address, known, old, versioned, true)
                : first(service, address, known, versioned, old, false);
    }

    private boolean isOldFirst(Known known) {
        Long since = oldSince.get(known);
        return since != null && time.nanoTime() - since < OLD_PATH_FOR.toNanos();
    }

    private ServiceAnswer first(
            Registration service, URI address, Known known, Ask one, Ask other, boolean oneIsOld) {
        ServiceAnswer answer = http.send(service, address, one);
        if (!(answer instanceof Answered answered) || answered.isSuccess()) {
            if (!oneIsOld && answer instanceof Answered) {
                oldSince.remove(known);
            }
            return answer;
        }
        ServiceAnswer second = http.send(service, address, other);
        if (!(second instanceof Answered reply) || !reply.isSuccess()) {
            // Neither helped: what the path of the specification says is the better reason.
            return oneIsOld ? second : answer;
        }
        if (oneIsOld) {
            oldSince.remove(known);
        } else {
            oldSince.put(known, time.nanoTime());
        }
        return second;
    }

    @Override
    public void close() {
        http.close();
    }
}

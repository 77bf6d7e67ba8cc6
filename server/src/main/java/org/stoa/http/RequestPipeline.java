package org.stoa.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.MDC;
import org.stoa.http.auth.Authenticator;
import org.stoa.http.auth.Requester;
import org.stoa.platform.Platform;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;
import org.stoa.storage.StorageException;

/// What every request passes on its way to an endpoint, and every answer on its way back. Thread-safe.
final class RequestPipeline {
    private static final String REQUEST_ID = "X-Request-Id";

    private final Router router;
    private final Authenticator authenticator;
    private final RateLimits rateLimits;
    private final Activity activity;
    private final ClientAddress clientAddress;
    private final HttpLimits limits;
    private final boolean gzip;
    private final Platform platform;
    private final RequestMetrics metrics;
    private final RequestIds ids;
    private final LargeAnswers largeAnswers;
    private final HeldBytes bodies;

    RequestPipeline(
            HttpConfig config,
            Router router,
            Authenticator authenticator,
            RateLimits rateLimits,
            Activity activity,
            HeldBytes bodies,
            Platform platform) {
        this.router = router;
        this.authenticator = authenticator;
        this.rateLimits = rateLimits;
        this.activity = activity;
        this.clientAddress = new ClientAddress(config.trustedProxies());
        this.limits = config.limits();
        this.gzip = config.gzip();
        this.platform = platform;
        this.metrics = new RequestMetrics(platform.metrics());
        this.ids = new RequestIds(platform.randomness());
        HeldBytes held = HeldBytes.ofMemory();
        this.largeAnswers = new LargeAnswers(held);
        platform.metrics().gauge("stoa.http.held.bytes", held::held);
        this.bodies = bodies;
        platform.metrics().gauge("stoa.http.held.bodies.bytes", bodies::held);
    }

    /// Answers a request, whatever happens: an endpoint that throws is answered with an error. Whoever calls this has to say
    /// when the answer is sent ([Response#sent()]).
    Response handle(Incoming incoming) {
        Exchange exchange = new Exchange(incoming, ids.next(), clientAddress.of(incoming));
        long start = platform.time().nanoTime();
        MDC.put("request", exchange.id);
        try {
            Response response = finish(answer(exchange), exchange);
            long nanos = platform.time().nanoTime() - start;
            metrics.count(incoming.method(), exchange.template, response.status(), nanos);
            AccessLog.write(incoming, exchange.client, exchange.who, response, nanos);
            return response;
        } finally {
            MDC.remove("request");
        }
    }

    /// What becomes known of a request on its way, for logs and metrics.
    private static final class Exchange {
        final Incoming incoming;
        final String id;
        final InetAddress client;
        String template = "unmatched";
        String who = "-";

        Exchange(Incoming incoming, String id, InetAddress client) {
            this.incoming = incoming;
            this.id = id;
            this.client = client;
        }

        /// Whom the answer is for: who made the request, or the address it comes from.
        String reader() {
            return who.equals("-") ? client.getHostAddress() : who;
        }

        String what() {
            return incoming.method() + " " + template;
        }
    }

    private Response answer(Exchange exchange) {
        if (exchange.incoming.method().equals("OPTIONS")) {
            return Response.empty(204).withHeader("Access-Control-Max-Age", "86400");
        }
        try {
            return switch (router.match(exchange.incoming.method(), exchange.incoming.rawPath())) {
                case RouteMatch.Found found ->
                        largeAnswers.counted(
                                largeAnswers.begun(call(exchange, found)), exchange.reader());
                case RouteMatch.OtherMethods other -> ErrorResponses.ofOtherMethods(other);
                case RouteMatch.Unknown() -> ErrorResponses.ofUnknownPath();
            };
        } catch (MatrixException e) {
            return ErrorResponses.of(e);
        } catch (ClientGoneException e) {
            return ErrorResponses.ofSlowClient();
        } catch (StorageException e) {
            return ErrorResponses.of(e, exchange.what(), exchange.id);
        } catch (RuntimeException | Error e) {
            return ErrorResponses.ofBug(e, exchange.what(), exchange.id);
        }
    }

    private Response call(Exchange exchange, RouteMatch.Found found) {
        Route route = found.route();
        exchange.template = found.template();
        long maxBody = route.maxBody() > 0 ? route.maxBody() : limits.maxBody();
        HeldBody held = new HeldBody(bodies, platform.time(), exchange.client);
        try {
            return answer(
                    exchange,
                    found,
                    new Request(
                            exchange.incoming, found, exchange.client, exchange.id, maxBody, held));
        } finally {
            held.release();
        }
    }

    private Response answer(Exchange exchange, RouteMatch.Found found, Request request) {
        Route route = found.route();
        if (route.access() == Access.SERVER) {
            return found.endpoint().handle(request.by(origin(exchange, request, route)));
        }
        Optional<Requester> requester = authenticator.authenticate(request, route);
        if (requester.isEmpty()) {
            if (!authenticator.isUncounted(request)) {
                request.countedBy(kind -> rateLimits.take(kind, exchange.client));
            }
            request.count(route.limit());
            return found.endpoint().handle(request);
        }
        exchange.who = requester.get().userId().toString();
        request.by(requester.get()).countedBy(kind -> rateLimits.take(kind, requester.get()));
        request.count(route.limit());
        Response response = found.endpoint().handle(request);
        if (route.limit() == RateLimitKind.SEND && response.status() < 400) {
            activity.noted(requester.get());
        }
        return response;
    }

    private ServerName origin(Exchange exchange, Request request, Route route) {
        ServerName origin = authenticator.origin(request);
        exchange.who = origin.text();
        request.countedBy(kind -> rateLimits.take(kind, origin.text()));
        request.count(route.limit());
        return origin;
    }

    /// Adds what every answer has. Spec: client-server-api#web-browser-clients.
    private Response finish(Response response, Exchange exchange) {
        List<Response.Header> headers = new ArrayList<>(8);
        headers.add(new Response.Header(REQUEST_ID, exchange.id));
        for (Response.Header header : CommonHeaders.ALL) {
            if (response.header(header.name()).isEmpty()) {
                headers.add(header);
            }
        }
        Response complete = response.withHeaders(headers);
        return gzip ? Compression.compressed(complete, exchange.incoming) : complete;
    }
}

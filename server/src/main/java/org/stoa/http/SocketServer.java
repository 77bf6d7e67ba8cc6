package org.stoa.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.platform.Platform;
import org.stoa.platform.Repeater;

/// Listens on sockets: Jetty without servlets, every request on a virtual thread ([JettyHandler]).
final class SocketServer {
    private static final Logger LOG = LoggerFactory.getLogger(SocketServer.class);

    /// Stopping takes 2 s at most; this leaves time to close the database.
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private static final Duration SWEEP_EVERY = Duration.ofSeconds(2);
    private static final Duration REFRESH_EVERY = Duration.ofSeconds(10);

    /// The router takes the path as it came and decodes each segment by itself, strictly, so that nothing of what Jetty
    /// finds suspicious can mislead it; and Matrix identifiers have all of it.
    private static final UriCompliance ANY_PATH =
            UriCompliance.DEFAULT.with(
                    "matrix",
                    UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                    UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                    UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
                    UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
                    UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER,
                    UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS,
                    UriCompliance.Violation.ILLEGAL_PATH_CHARACTERS,
                    UriCompliance.Violation.BAD_PERCENT_ENCODING,
                    UriCompliance.Violation.BAD_UTF8_ENCODING,
                    UriCompliance.Violation.TRUNCATED_UTF8_ENCODING,
                    UriCompliance.Violation.UTF16_ENCODINGS);

    private final HttpConfig config;
    private final Platform platform;
    private final ConnectionLimits number;
    private final SlowHeads slowHeads;
    private final JettyHandler handler;
    private final Server server;
    private final List<ServerConnector> connectors = new ArrayList<>();
    private final List<Certificates> certificates = new ArrayList<>();
    private final List<Repeater> repeaters = new ArrayList<>();

    SocketServer(HttpConfig config, RequestPipeline pipeline, Platform platform) {
        this.config = config;
        this.platform = platform;
        this.number =
                new ConnectionLimits(config.limits(), new ClientAddress(config.trustedProxies()));
        this.slowHeads = new SlowHeads(config.limits(), number::isCrowded, platform.time());
        ConnectionThreads threads = new ConnectionThreads();
        this.handler = new JettyHandler(pipeline, config.limits(), platform, slowHeads, threads);
        this.server = newServer(threads);
        server.setHandler(handler);
    }

    /// Opens all listeners, then begins to answer. Errors: [ListenException].
    void start() {
        config.listeners().forEach(this::listen);
        try {
            server.start();
        } catch (Exception e) {
            throw new ListenException("The HTTP server does not start: " + e.getMessage(), e);
        }
        repeaters.add(Repeater.start("slow-heads", SWEEP_EVERY, slowHeads::sweep, platform));
        if (!certificates.isEmpty()) {
            repeaters.add(Repeater.start("certificates", REFRESH_EVERY, this::refresh, platform));
        }
    }

    /// Returns where it listens, in the order of the configuration, without optional listeners that are missing.
    List<InetSocketAddress> addresses() {
        return connectors.stream().map(SocketServer::address).toList();
    }

    /// Returns the same as URLs.
    List<String> urls() {
        return connectors.stream()
                .map(connector -> ListenerUrl.of(address(connector), isEncrypted(connector)))
                .toList();
    }

    private static boolean isEncrypted(ServerConnector connector) {
        return connector.getConnectionFactory(SslConnectionFactory.class) != null;
    }

    /// Reads certificates again whose files have changed.
    void refresh() {
        certificates.forEach(Certificates::refresh);
    }

    int inFlight() {
        return handler.inFlight();
    }

    /// Returns how many connections are open.
    int connections() {
        return number.all();
    }

    /// Takes no more connections, lets the requests in flight be answered for 1.5 s, then closes all.
    void stop() {
        repeaters.forEach(Repeater::close);
        connectors.forEach(ServerConnector::close);
        long deadline = platform.time().nanoTime() + PATIENCE.toNanos();
        while (handler.inFlight() > 0 && platform.time().nanoTime() < deadline) {
            platform.time().park(this, Duration.ofMillis(5));
        }
        if (handler.inFlight() > 0) {
            LOG.warn("{} requests were cut off", handler.inFlight());
        }
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("The HTTP server did not stop cleanly", e);
        }
    }

    /// Returns a server without listeners. Its threads are of the platform, since one that selects would, were it
    /// virtual, be woken by another that selects for it.
    static Server newServer(ConnectionThreads threads) {
        Server server = new Server(threads);
        server.setErrorHandler(new JettyErrors());
        server.setStopTimeout(0);
        return server;
    }

    private void listen(ListenerConfig listener) {
        ServerConnector connector = connector(listener);
        if (open(connector, listener)) {
            server.addConnector(connector);
            connectors.add(connector);
        }
    }

    private ServerConnector connector(ListenerConfig listener) {
        HttpConnections http = new HttpConnections(httpConfiguration());
        ServerConnector connector;
        if (listener.tls() == null) {
            connector = new ServerConnector(server, 1, 1, http);
        } else {
            Certificates certificate = new Certificates(listener.tls());
            certificates.add(certificate);
            SslConnectionFactory ssl =
                    new SslConnectionFactory(certificate.factory(), http.getProtocol());
            // It would refuse clients that come by another name than the certificate's, or by
            // address.
            ssl.setEnsureSecureRequestCustomizer(false);
            connector = new ServerConnector(server, 1, 1, ssl, http);
        }
        connector.setIdleTimeout(config.limits().idle().toMillis());
        connector.setAcceptQueueSize(1024);
        // In this order: what is closed because there are too many is known to the first by then.
        connector.addBean(slowHeads);
        connector.addBean(number);
        return connector;
    }

    private HttpConfiguration httpConfiguration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setUriCompliance(ANY_PATH);
        http.setRequestHeaderSize(config.limits().maxHead());
        // A client that is refused still sends; reading some of it lets it hear why.
        http.setMaxUnconsumedRequestContentReads(64);
        return http;
    }

    private static InetSocketAddress address(ServerConnector connector) {
        return new InetSocketAddress(
                InetAddress.ofLiteral(connector.getHost()), connector.getLocalPort());
    }

    /// Opens the socket of a listener; returns false when the machine lacks its address and can do without.
    static boolean open(ServerConnector connector, ListenerConfig listener) {
        connector.setHost(listener.address());
        connector.setPort(listener.port());
        try {
            connector.open();
            return true;
        } catch (IOException e) {
            boolean inUse = reason(e).contains("in use");
            if (listener.optional() && !inUse) {
                LOG.info("Not listening on {}: this machine does not have it", listener.address());
                return false;
            }
            String where = "port " + listener.port() + " of " + listener.address();
            throw new ListenException(
                    inUse
                            ? "Another program already listens on "
                                    + where
                                    + ": stop it, or choose another port"
                            : "Cannot listen on " + where + ": " + reason(e),
                    e);
        }
    }

    private static String reason(IOException e) {
        Throwable cause = e.getCause() instanceof BindException bind ? bind : e;
        return String.valueOf(cause.getMessage());
    }
}

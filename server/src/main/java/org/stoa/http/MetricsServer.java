package org.stoa.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.platform.Metrics;

/// Gives `/metrics` to Prometheus, on an address of its own that need not be reachable for clients.
final class MetricsServer {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);

    private final Server server = SocketServer.newServer(new ConnectionThreads());
    private final ServerConnector connector =
            new ServerConnector(server, 1, 1, new HttpConnections(new HttpConfiguration()));

    MetricsServer(ListenerConfig listener, Metrics metrics) {
        server.setHandler(new Scrape(metrics));
        if (SocketServer.open(connector, listener)) {
            server.addConnector(connector);
        }
    }

    void start() {
        try {
            server.start();
        } catch (Exception e) {
            throw new ListenException("The metrics server does not start: " + e.getMessage(), e);
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(
                InetAddress.ofLiteral(connector.getHost()), connector.getLocalPort());
    }

    void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("The metrics server did not stop cleanly", e);
        }
    }

    private static final class Scrape extends Handler.Abstract {
        private final Metrics metrics;

        Scrape(Metrics metrics) {
            this.metrics = metrics;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (!"/metrics".equals(request.getHttpURI().getPath())) {
                return false;
            }
            response.getHeaders()
                    .put(HttpHeader.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
            response.write(
                    true,
                    ByteBuffer.wrap(metrics.scrape().getBytes(StandardCharsets.UTF_8)),
                    callback);
            return true;
        }
    }
}

package org.stoa.remote.connect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.platform.Platform;

/// Asks other machines over HTTPS. Thread-safe; blocks the calling thread for as long as the limits of the question allow.
///
/// The address is looked up and checked here, and it is this address that is connected to: whatever the name service says a
/// moment later does not matter. Redirects are not followed.
public final class HttpsClient implements Asker, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpsClient.class);

    /// A name with many addresses, none of which answers, holds up nobody for longer.
    private static final int MAX_ATTEMPTS = 4;

    private static final Timeout LEASE = Timeout.ofSeconds(15);

    /// Nothing larger fits into an array.
    private static final int LARGEST = Integer.MAX_VALUE - 16;

    private static final ContentType JSON = ContentType.create("application/json");

    private final Resolver resolver;
    private final AddressRules rules;
    private final Connections connections;
    private final Platform platform;

    /// Makes a client; it does nothing before it is asked.
    ///
    /// @param authorities who may vouch for servers, besides the certificate authorities of this machine
    public HttpsClient(
            Resolver resolver,
            AddressRules rules,
            List<X509Certificate> authorities,
            Platform platform) {
        this.resolver = resolver;
        this.rules = rules;
        this.platform = platform;
        this.connections = new Connections(authorities, platform);
    }

    @Override
    public Outcome ask(Whereabouts where, Question question) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        String problem = find(where, addresses);
        Outcome outcome = new Outcome.NotSent(problem);
        try (Watch watch = new Watch(platform.time(), question.limits().total())) {
            for (InetSocketAddress address : addresses) {
                outcome = askRepeatably(where, address, question, watch);
                if (!(outcome instanceof Outcome.NotSent) || watch.isExpired()) {
                    return outcome;
                }
            }
        }
        return outcome;
    }

    /// Adds the addresses that are allowed; returns what to say when there are none.
    private String find(Whereabouts where, List<InetSocketAddress> addresses) {
        String problem = where.name() + " offers no such service";
        for (Place place : where.places()) {
            try {
                List<InetAddress> found = addresses(place.host());
                if (found.isEmpty()) {
                    problem = "there is no host named " + place.host();
                }
                for (InetAddress address : found) {
                    if (!rules.allows(address)) {
                        problem = place.host() + " has an address that is not allowed";
                    } else if (addresses.size() < MAX_ATTEMPTS) {
                        addresses.add(new InetSocketAddress(address, place.port()));
                    }
                }
            } catch (LookupException e) {
                problem = String.valueOf(e.getMessage());
            }
        }
        return problem;
    }

    private List<InetAddress> addresses(String host) throws LookupException {
        try {
            return List.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException isAName) {
            return resolver.addresses(host);
        }
    }

    /// A connection that was kept may have been closed by the other side in this very moment; then another one is made.
    private Outcome askRepeatably(
            Whereabouts where, InetSocketAddress address, Question question, Watch watch) {
        try {
            return attempt(where, address, question, watch);
        } catch (NoHttpResponseException closed) {
            try {
                return attempt(where, address, question, watch);
            } catch (IOException e) {
                return failure(where, e, watch);
            }
        } catch (IOException e) {
            return failure(where, e, watch);
        }
    }

    private Outcome attempt(
            Whereabouts where, InetSocketAddress address, Question question, Watch watch)
            throws IOException {
        HttpUriRequestBase request = request(where, question);
        watch.guard(request::cancel);
        HttpHost target =
                new HttpHost("https", address.getAddress(), where.name(), address.getPort());
        ClassicHttpResponse response = connections.client().executeOpen(target, request, null);
        try {
            return answer(response, question, request);
        } finally {
            release(response);
        }
    }

    /// Keeps the connection when the answer was read to its end, else closes it.
    private static void release(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException e) {
            LOG.debug("a connection broke when it was of no more use: {}", e.toString());
        }
    }

    private static HttpUriRequestBase request(Whereabouts where, Question question) {
        HttpUriRequestBase request = new HttpUriRequestBase(question.method(), URI.create("/"));
        // Exactly what was signed: a URI would be normalized.
        request.setPath(question.target());
        request.setAuthority(new URIAuthority(where.name(), where.headerPort()));
        question.headers().forEach(request::setHeader);
        if (question.body() != null) {
            request.setEntity(new ByteArrayEntity(question.body(), JSON));
        }
        request.setConfig(
                RequestConfig.custom()
                        .setConnectionRequestTimeout(LEASE)
                        .setResponseTimeout(Timeout.of(question.limits().silence()))
                        .setProtocolUpgradeEnabled(false)
                        .build());
        return request;
    }

    private static Outcome answer(
            ClassicHttpResponse response, Question question, HttpUriRequestBase request)
            throws IOException {
        long maxBytes = question.limits().maxAnswer();
        Map<String, String> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new Outcome.Answered(response.getCode(), headers, new byte[0]);
        }
        if (question.files() != null && response.getCode() == 200) {
            return LargeAnswers.read(entity, headers, question.files(), request);
        }
        if (entity.getContentLength() > maxBytes) {
            request.cancel();
            return new Outcome.TooLarge(maxBytes);
        }
        CountedAnswer counted = new CountedAnswer(entity.getContent(), question.memory());
        byte[] body = counted.readNBytes((int) Math.min(maxBytes + 1, LARGEST));
        if (counted.isCutOff()) {
            request.cancel();
            return new Outcome.Busy("there is no room for the answer now");
        }
        if (body.length > maxBytes) {
            // Without this, closing would read the rest.
            request.cancel();
            return new Outcome.TooLarge(maxBytes);
        }
        return new Outcome.Answered(response.getCode(), headers, body);
    }

    private static Outcome failure(Whereabouts where, IOException e, Watch watch) {
        String reason = where.name() + ": " + e.getClass().getSimpleName() + ": " + e.getMessage();
        if (watch.isExpired()) {
            return new Outcome.TooSlow(where.name() + " did not answer in time");
        }
        return switch (e) {
            case ConnectionRequestTimeoutException _ -> new Outcome.Busy(reason);
            case HttpHostConnectException _,
                    ConnectTimeoutException _,
                    NoRouteToHostException _,
                    SSLHandshakeException _,
                    SSLPeerUnverifiedException _ ->
                    new Outcome.NotSent(reason);
            case SocketTimeoutException _ -> new Outcome.TooSlow(reason);
            default -> new Outcome.Broken(reason);
        };
    }

    @Override
    public void close() {
        connections.close();
    }
}

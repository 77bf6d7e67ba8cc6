package org.stoa.http;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Time;

/// A request that came over a socket.
final class JettyIncoming implements Incoming {
    private final Request request;
    private final HttpLimits limits;
    private final Time time;
    private final Transfer transfer;

    JettyIncoming(Request request, HttpLimits limits, Time time, Transfer transfer) {
        this.request = request;
        this.limits = limits;
        this.time = time;
        this.transfer = transfer;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String rawPath() {
        String path = request.getHttpURI().getPath();
        return path == null ? "" : path;
    }

    @Override
    public @Nullable String rawQuery() {
        return request.getHttpURI().getQuery();
    }

    @Override
    public List<String> headers(String name) {
        return request.getHeaders().getValuesList(name);
    }

    @Override
    public long contentLength() {
        return request.getLength();
    }

    @Override
    public InputStream body() {
        return new SteadyInputStream(Content.Source.asInputStream(request), limits, time, transfer);
    }

    @Override
    public InetAddress peer() {
        return request.getConnectionMetaData().getRemoteSocketAddress()
                        instanceof InetSocketAddress address
                ? address.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}

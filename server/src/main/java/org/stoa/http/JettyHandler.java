package org.stoa.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.stoa.platform.Platform;

/// Carries requests from Jetty to the pipeline, and answers back, each on a virtual thread of its own.
///
/// The thread is begun here and not by Jetty: so its stack is short, and a request that waits for news holds about 5 kB less
/// (docs/performance.md). Jetty's own thread only parses.
final class JettyHandler extends Handler.Abstract.NonBlocking {
    /// Up to this size an answer is handed over whole; it fits into the buffers of a socket, more or less.
    static final int AT_ONCE = 64 << 10;

    private final RequestPipeline pipeline;
    private final HttpLimits limits;
    private final Platform platform;
    private final SlowHeads slowHeads;
    private final ConnectionThreads threads;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Executor requests =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request").factory());

    JettyHandler(
            RequestPipeline pipeline,
            HttpLimits limits,
            Platform platform,
            SlowHeads slowHeads,
            ConnectionThreads threads) {
        this.pipeline = pipeline;
        this.limits = limits;
        this.platform = platform;
        this.slowHeads = slowHeads;
        this.threads = threads;
    }

    /// Returns how many requests have come and are not answered yet.
    int inFlight() {
        return inFlight.get();
    }

    @Override
    public boolean handle(
            Request request, org.eclipse.jetty.server.Response out, Callback callback) {
        Connection connection = request.getConnectionMetaData().getConnection();
        inFlight.incrementAndGet();
        slowHeads.begun(connection);
        // While an endpoint waits the connection is not idle; reading and writing have their own
        // limits.
        Transfer transfer = new Transfer(platform.time());
        request.addIdleTimeoutListener(timeout -> transfer.isStuckFor(limits.idle()));
        Callback done =
                Callback.from(
                        callback,
                        () -> {
                            slowHeads.ended(connection);
                            inFlight.decrementAndGet();
                        });
        requests.execute(() -> answer(request, transfer, out, done));
        return true;
    }

    private void answer(
            Request request,
            Transfer transfer,
            org.eclipse.jetty.server.Response out,
            Callback done) {
        try {
            Incoming incoming = new JettyIncoming(request, limits, platform.time(), transfer);
            Response response = pipeline.handle(incoming);
            try {
                boolean last =
                        !LeftBody.isReadOn(request, incoming) || platform.shutdown().hasBegun();
                transfer.begin();
                threads.answerAndGoOn(() -> sendOrFail(response, last, out, done));
            } finally {
                response.sent();
            }
        } catch (Throwable e) {
            done.failed(e);
        }
    }

    private void sendOrFail(
            Response response, boolean last, org.eclipse.jetty.server.Response out, Callback done) {
        try {
            send(response, last, out, done);
        } catch (Throwable e) {
            done.failed(e);
        }
    }

    /// @param last whether the connection ends with this answer
    private void send(
            Response response, boolean last, org.eclipse.jetty.server.Response out, Callback done)
            throws IOException {
        out.setStatus(response.status());
        HttpFields.Mutable headers = out.getHeaders();
        response.headers().forEach(header -> headers.add(header.name(), header.value()));
        if (last) {
            headers.put(HttpHeader.CONNECTION, "close");
        }
        switch (response.body()) {
            case Response.Body.Bytes(byte[] bytes) -> {
                headers.put(HttpHeader.CONTENT_LENGTH, bytes.length);
                if (bytes.length <= AT_ONCE) {
                    out.write(true, ByteBuffer.wrap(bytes), done);
                } else {
                    stream(stream -> stream.write(bytes), out, done);
                }
            }
            case Response.Body.Streamed(BodyWriter writer) -> stream(writer, out, done);
            case Response.Body.Pieces _ -> throw new IllegalStateException("it was not begun");
        }
    }

    private void stream(BodyWriter writer, org.eclipse.jetty.server.Response out, Callback done)
            throws IOException {
        OutputStream stream =
                new SteadyOutputStream(Content.Sink.asOutputStream(out), limits, platform.time());
        writer.write(stream);
        // Closing says that this was all; after a failure it must not be said.
        stream.close();
        done.succeeded();
    }
}

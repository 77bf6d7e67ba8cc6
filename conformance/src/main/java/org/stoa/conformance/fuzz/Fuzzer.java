package org.stoa.conformance.fuzz;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// One worker: asks the operations in turn, in an order of its own, until its time is over.
final class Fuzzer implements Runnable {
    private final URI base;
    private final Homeserver homeserver;
    private final HttpClient http;
    private final List<FuzzedOperation> operations;
    private final Pool pool;
    private final RequestMaker requests;
    private final Findings findings;
    private final AtomicLong sent;
    private final Duration limit;
    private final long deadline;
    private String token;

    Fuzzer(
            URI base,
            Homeserver homeserver,
            HttpClient http,
            List<FuzzedOperation> operations,
            Map<String, Json> named,
            Pool pool,
            Random random,
            Findings findings,
            AtomicLong sent,
            Duration limit,
            long deadline) {
        this.base = base;
        this.homeserver = homeserver;
        this.http = http;
        this.operations = new ArrayList<>(operations);
        Collections.shuffle(this.operations, random);
        this.pool = pool;
        this.requests = new RequestMaker(named, pool, random);
        this.findings = findings;
        this.sent = sent;
        this.limit = limit;
        this.deadline = deadline;
        this.token = newAccount();
    }

    /// An account with a room, a message, an alias and a filter, which the pool then knows.
    private String newAccount() {
        User user = homeserver.user("fuzz");
        String name = homeserver.unique("fuzz");
        Json room = user.post("/createRoom", Json.of("room_alias_name", name)).ok();
        pool.harvest(room);
        pool.add("room_alias", "#" + name + ":" + user.serverName());
        pool.add("user_id", user.id());
        pool.add("device_id", user.deviceId());
        Json message = Json.of("msgtype", "m.text", "body", "fuzz");
        String path = "/rooms/{}/send/m.room.message/first";
        pool.harvest(user.put(path, message, room.string("room_id")).ok());
        pool.harvest(user.post("/user/{}/filter", Json.EMPTY, user.id()).ok());
        pool.harvest(user.get("/sync").ok());
        return user.accessToken();
    }

    @Override
    public void run() {
        for (int next = 0; System.nanoTime() - deadline < 0; next++) {
            FuzzedOperation operation = operations.get(next % operations.size());
            send(operation, requests.make(operation, token));
        }
    }

    private void send(FuzzedOperation operation, FuzzRequest request) {
        long begin = System.nanoTime();
        findings.asked(operation.toString());
        try {
            HttpResponse<byte[]> answer = answer(built(request));
            sent.incrementAndGet();
            judge(operation, request, answer, Duration.ofNanos(System.nanoTime() - begin));
        } catch (IOException noAnswer) {
            note(operation, "no answer", request, noAnswer.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    /// A server may close a connection that was kept, at any time; a request that crosses that is sent again, on another
    /// connection (RFC 9112, 9.3.1 and 9.5). A server that does not answer the request itself does not the second time either.
    private HttpResponse<byte[]> answer(HttpRequest request)
            throws IOException, InterruptedException {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (HttpTimeoutException late) {
            throw late;
        } catch (IOException closed) {
            return http.send(request, BodyHandlers.ofByteArray());
        }
    }

    private HttpRequest built(FuzzRequest request) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(base + request.target()))
                        .timeout(limit.multipliedBy(3))
                        .method(
                                request.method(),
                                request.body().length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(builder::setHeader);
        return builder.build();
    }

    private void judge(
            FuzzedOperation operation,
            FuzzRequest request,
            HttpResponse<byte[]> answer,
            Duration taken) {
        String contentType = answer.headers().firstValue("Content-Type").orElse("");
        Optional<String> wrong =
                Verdict.of(answer.statusCode(), contentType, answer.body(), taken, limit);
        if (wrong.isPresent()) {
            note(
                    operation,
                    wrong.get(),
                    request,
                    new String(answer.body(), StandardCharsets.UTF_8));
            return;
        }
        Verdict.parse(answer.body()).ifPresent(pool::harvest);
        boolean tokenIsGone =
                answer.statusCode() == 401
                        && ("Bearer " + token).equals(request.headers().get("Authorization"))
                        && Verdict.parse(answer.body())
                                .filter(json -> json.has("errcode"))
                                .isPresent();
        if (tokenIsGone) {
            token = newAccount();
        }
    }

    private void note(FuzzedOperation operation, String kind, FuzzRequest request, String answer) {
        String told = answer.length() > 500 ? answer.substring(0, 500) + "…" : answer;
        findings.add(operation.toString(), kind, request + "\n  answered: " + told);
    }
}

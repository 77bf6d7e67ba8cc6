package org.stoa.accounts.register;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonException;

/// Asks the service whether a challenge was solved. Nothing of the user is told to it. Thread-safe.
final class CaptchaCheck {
    private static final Logger LOG = LoggerFactory.getLogger(CaptchaCheck.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /// An answer has some hundred bytes.
    private static final int MAX_ANSWER = 65_536;

    /// Requests that may wait for the service at once; when it is slow, new users are asked to try again.
    private static final int MAX_WAITING = 32;

    private final CaptchaConfig config;
    private final Semaphore free = new Semaphore(MAX_WAITING);
    private final AtomicReference<HttpClient> client = new AtomicReference<>(client());

    CaptchaCheck(CaptchaConfig config) {
        this.config = config;
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /// What the service says.
    enum Verdict {
        SOLVED,
        NOT_SOLVED,
        /// It cannot be asked now.
        UNKNOWN
    }

    /// Asks about what the script gave to the client.
    Verdict check(String response) {
        if (!free.tryAcquire()) {
            return Verdict.UNKNOWN;
        }
        try {
            return ask(response);
        } catch (IOException | JsonException e) {
            LOG.warn(
                    "The captcha service at {} cannot be used: {}",
                    config.verifyUrl(),
                    e.toString());
            return Verdict.UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.UNKNOWN;
        } finally {
            free.release();
        }
    }

    private Verdict ask(String response) throws IOException, InterruptedException {
        String form = "secret=" + encoded(config.secretKey()) + "&response=" + encoded(response);
        HttpRequest request =
                HttpRequest.newBuilder(config.verifyUrl())
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build();
        HttpResponse<InputStream> answer = send(request);
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new IOException("it answered " + answer.statusCode());
            }
            boolean solved =
                    Json.parseObject(body.readNBytes(MAX_ANSWER)).bool("success").orElse(false);
            return solved ? Verdict.SOLVED : Verdict.NOT_SOLVED;
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request)
            throws IOException, InterruptedException {
        HttpClient used = client.get();
        try {
            return used.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IllegalArgumentException e) {
            // What the JDK's client throws when an answer makes no sense, such as a length that is
            // no number. It keeps the connection of such an answer until it is shut down itself.
            if (client.compareAndSet(used, client())) {
                used.shutdownNow();
            }
            throw new IOException("its answer is no HTTP: " + e.getMessage(), e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

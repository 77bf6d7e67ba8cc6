package org.stoa.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;

/// Figures of a server, as Prometheus reads them.
public final class Scrape {
    private static final Pattern PLACE = Pattern.compile("figures for Prometheus at (\\S+)");
    private static final int ATTEMPTS = 2_000;
    private static final int PAUSE_MILLIS = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;

    private Scrape(URI url) {
        this.url = url;
    }

    /// Returns the figures of a server that was started with `metrics.enabled`.
    public static Scrape of(StoaProcess server) {
        return new Scrape(URI.create(server.awaitLine(PLACE).group(1)));
    }

    /// Where they are.
    public URI url() {
        return url;
    }

    /// The lines of figures, without the comments.
    public List<String> lines() {
        try {
            HttpResponse<String> response =
                    http.send(
                            HttpRequest.newBuilder(url).build(),
                            HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(url + " answered " + response.statusCode());
            }
            return response.body().lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The value of a series, with its labels as they are written; empty when there is none.
    public OptionalDouble value(String series) {
        return lines().stream()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst();
    }

    /// Waits until a series has a value that one waits for.
    public void await(String series, DoublePredicate wanted) throws InterruptedException {
        OptionalDouble value = value(series);
        for (int i = 0; i < ATTEMPTS; i++) {
            if (value.isPresent() && wanted.test(value.getAsDouble())) {
                return;
            }
            Thread.sleep(PAUSE_MILLIS);
            value = value(series);
        }
        throw new AssertionError(series + " stays at " + value);
    }
}

package org.stoa.boot.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// A file of the web, as strangers get it.
///
/// @param status of the answer
/// @param date when it is there, as the answer says; empty when it does not
@SuppressWarnings("ArrayRecordComponent") // never compared
record WebFile(int status, byte[] body, Optional<Instant> date) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Where files come from.
    interface Source {
        /// Asks for a file, following redirections.
        WebFile fetch(URI url) throws IOException, InterruptedException;
    }

    /// Asks the web, and gives up after 5 s.
    static WebFile fetch(URI url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
        try (HttpClient client =
                HttpClient.newBuilder()
                        .connectTimeout(PATIENCE)
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build()) {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            return new WebFile(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Date").flatMap(WebFile::date));
        }
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

package org.stoa.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.protocol.json.JsonObject;

/// What is answered: a status, headers, and a body that is either there or written when it is sent. Immutable.
///
/// The pipeline adds what every answer has: the headers for browsers, the id of the request, the length.
public final class Response {
    private static final String JSON = "application/json";
    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private final int status;
    private final List<Header> headers;
    private final Body body;
    private final Runnable whenSent;

    private Response(int status, List<Header> headers, Body body) {
        this(status, headers, body, () -> {});
    }

    private Response(int status, List<Header> headers, Body body, Runnable whenSent) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.whenSent = whenSent;
    }

    /// One line of the head.
    record Header(String name, String value) {}

    /// What follows the head.
    sealed interface Body {
        /// All of it.
        @SuppressWarnings("ArrayRecordComponent") // never compared, and copies would cost
        record Bytes(byte[] bytes) implements Body {}

        /// Something that writes it.
        record Streamed(BodyWriter writer) implements Body {}

        /// JSON that is made piece by piece.
        ///
        /// @param begun what is made of it already
        record Pieces(JsonBuffer begun, JsonPieces more) implements Body {}
    }

    /// Returns 200 with an empty object.
    public static Response ok() {
        return bytes(200, JSON, EMPTY_OBJECT);
    }

    /// Returns 200 with an object.
    public static Response ok(JsonObject json) {
        return of(200, json);
    }

    /// Returns 200 with JSON that is already bytes.
    public static Response okJson(byte[] json) {
        return bytes(200, JSON, json);
    }

    /// Returns a status with an object.
    public static Response of(int status, JsonObject json) {
        return bytes(status, JSON, json.toBytes());
    }

    /// Returns a status and nothing more.
    public static Response empty(int status) {
        return new Response(status, List.of(), new Body.Bytes(new byte[0]));
    }

    /// Returns a page for people.
    public static Response html(int status, String html) {
        return bytes(status, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    /// Returns plain text.
    public static Response text(int status, String text) {
        return bytes(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /// Returns a body of any type.
    public static Response bytes(int status, String contentType, byte[] bytes) {
        return new Response(
                status, List.of(new Header("Content-Type", contentType)), new Body.Bytes(bytes));
    }

    /// Returns a body that is written while it is sent.
    public static Response stream(int status, String contentType, BodyWriter writer) {
        return new Response(
                status,
                List.of(new Header("Content-Type", contentType)),
                new Body.Streamed(writer));
    }

    /// Returns 200 with JSON of any size, which is made piece by piece.
    public static Response json(JsonPieces pieces) {
        return json(new JsonBuffer(), pieces);
    }

    /// The same for an answer that is begun.
    public static Response json(JsonBuffer begun, JsonPieces more) {
        return new Response(
                200, List.of(new Header("Content-Type", JSON)), new Body.Pieces(begun, more));
    }

    /// Sends the client elsewhere.
    public static Response redirect(int status, String location) {
        return empty(status).withHeader("Location", location);
    }

    /// Returns the same with one more header.
    public Response withHeader(String name, String value) {
        return withHeaders(List.of(new Header(name, value)));
    }

    /// Returns the status.
    public int status() {
        return status;
    }

    /// Returns the first value of a header; its name in any case.
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name.equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    Response withHeaders(List<Header> others) {
        List<Header> more = new ArrayList<>(headers);
        more.addAll(others);
        return new Response(status, List.copyOf(more), body, whenSent);
    }

    List<Header> headers() {
        return headers;
    }

    Body body() {
        return body;
    }

    Response withBody(Body other) {
        return new Response(status, headers, other, whenSent);
    }

    /// Returns the same with what is to be done once it is sent, or cannot be.
    Response whenSent(Runnable action) {
        return new Response(status, headers, body, action);
    }

    /// It is sent, or cannot be.
    void sent() {
        whenSent.run();
    }
}

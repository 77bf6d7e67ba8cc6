package org.stoa.conformance.client;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a server answered to one request.
public final class Answer {
    private static final int SHOWN = 3000;

    private final String request;
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    /// @param request method, path and body as it was sent, to be shown when a test fails
    Answer(String request, int status, HttpHeaders headers, byte[] body) {
        this.request = request;
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public byte[] body() {
        return body.clone();
    }

    /// Fails the test unless the status is this one.
    public Answer expect(int expected) {
        if (status != expected) {
            throw new AssertionError("expected " + expected + " from " + this);
        }
        return this;
    }

    /// Fails the test unless this is 200; returns the body.
    public Json ok() {
        return expect(200).json();
    }

    /// Fails the test unless this is that error, in the standard error response; returns the body.
    public Json expectError(int expectedStatus, String errcode) {
        Json error = expect(expectedStatus).json();
        if (!error.find("errcode").equals(Optional.of(Json.value(errcode)))) {
            throw new AssertionError("expected " + errcode + " from " + this);
        }
        if (!error.find("error").map(Json::isString).orElse(false)) {
            throw new AssertionError("expected a text in 'error' from " + this);
        }
        return error;
    }

    /// The body as JSON.
    public Json json() {
        try {
            return Json.parse(body);
        } catch (AssertionError noJson) {
            throw new AssertionError("expected JSON from " + this, noJson);
        }
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        String text = text();
        return request
                + "\n  answered "
                + status
                + " "
                + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
    }
}

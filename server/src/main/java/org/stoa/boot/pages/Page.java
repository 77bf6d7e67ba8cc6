package org.stoa.boot.pages;

import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// A file, or a page that is the same for everybody.
final class Page implements Endpoint {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self';"
                    + " form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    private final Route route;
    private final Response response;

    private Page(Route route, Response response) {
        this.route = route;
        this.response = response;
    }

    static Page html(Route route, String html) {
        return new Page(route, guarded(Response.html(200, html)));
    }

    static Page file(Route route, String contentType, byte[] bytes) {
        Response response = Response.bytes(200, contentType, bytes);
        return new Page(
                route, guarded(response).withHeader("Cache-Control", "public, max-age=3600"));
    }

    /// Returns the answer with the headers that keep a page to itself.
    static Response guarded(Response response) {
        return guarded(response, POLICY, "no-referrer");
    }

    /// Returns the answer with headers that also let it load from others.
    ///
    /// @param sources origins with spaces between them
    static Response guardedBut(Response response, String sources) {
        String policy =
                POLICY.replace("'self'", "'self' " + sources)
                        .replace("style-src", "style-src 'unsafe-inline'");
        return guarded(response, policy + "; frame-src " + sources, "origin");
    }

    private static Response guarded(Response response, String policy, String referrer) {
        return response.withHeader("Content-Security-Policy", policy)
                .withHeader("X-Content-Type-Options", "nosniff")
                .withHeader("Referrer-Policy", referrer);
    }

    @Override
    public Route route() {
        return route;
    }

    @Override
    public Response handle(Request request) {
        return response;
    }
}

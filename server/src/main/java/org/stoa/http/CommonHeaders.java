package org.stoa.http;

import java.util.List;

/// The headers that every answer has unless its endpoint says otherwise: those with which browsers let a page of another
/// origin use the answer, and the one that keeps answers out of caches.
///
/// Spec: client-server-api#web-browser-clients.
final class CommonHeaders {
    static final List<Response.Header> ALL =
            List.of(
                    new Response.Header("Access-Control-Allow-Origin", "*"),
                    new Response.Header(
                            "Access-Control-Allow-Methods", "GET, POST, PUT, DELETE, OPTIONS"),
                    new Response.Header(
                            "Access-Control-Allow-Headers",
                            "X-Requested-With, Content-Type, Authorization"),
                    // Without this a page cannot read how long it has to wait.
                    new Response.Header(
                            "Access-Control-Expose-Headers", "Retry-After, ETag, X-Request-Id"),
                    new Response.Header("Cache-Control", "no-store"));

    private CommonHeaders() {}
}

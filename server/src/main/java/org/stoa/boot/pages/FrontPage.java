package org.stoa.boot.pages;

import java.util.Map;
import org.stoa.boot.HomeserverConfig;
import org.stoa.boot.Version;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// The page at `/`, for who opens the server's address in a browser: what this is, that it works, how to connect.
final class FrontPage implements Endpoint {
    private final HomeserverConfig config;

    FrontPage(HomeserverConfig config) {
        this.config = config;
    }

    @Override
    public Route route() {
        return Route.get("/").access(Access.PUBLIC).limit(RateLimitKind.GENERAL).build();
    }

    @Override
    public Response handle(Request request) {
        String html =
                Template.fill(
                        "home.html",
                        Map.of(
                                "serverName", config.accounts().serverName().toString(),
                                "baseUrl", baseUrl(request),
                                "account", account(),
                                "version", Version.text()));
        return Page.guarded(Response.html(200, html));
    }

    /// Without a configured address the one that the browser used is the best that is known.
    private String baseUrl(Request request) {
        String configured = config.accounts().discovery().publicBaseUrl();
        if (configured != null) {
            return configured;
        }
        String scheme =
                config.http().listeners().stream().allMatch(each -> each.tls() != null)
                        ? "https"
                        : "http";
        return scheme
                + "://"
                + request.header("Host").orElse(config.accounts().serverName().toString());
    }

    private String account() {
        return switch (config.accounts().registration().mode()) {
            case OPEN -> "Create an account in the app, or log in if you have one.";
            case TOKEN ->
                    "Create an account in the app with the registration token that you were given, or log in if you have one.";
            case OFF -> "Log in with the account that the operator of this server made for you.";
        };
    }
}

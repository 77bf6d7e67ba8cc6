package org.stoa.boot.pages;

import java.util.List;
import java.util.Map;
import org.stoa.boot.HomeserverConfig;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Route;

/// Lists the pages and the files that they load.
public final class PagesModule {
    private static final String STATIC = "/_matrix/static/";

    private final HomeserverConfig config;

    /// Makes the pages of a server with this configuration.
    public PagesModule(HomeserverConfig config) {
        this.config = config;
    }

    /// Returns the endpoints of all pages.
    public List<Endpoint> endpoints() {
        return List.of(
                new FrontPage(config),
                loginPage(),
                new StagePage(
                        config.accounts().registration().terms(),
                        config.accounts().registration().captcha()),
                file("stoa.css", "text/css; charset=utf-8"),
                file("stoa.svg", "image/svg+xml"),
                file("login.js", "text/javascript; charset=utf-8"),
                file("stage.js", "text/javascript; charset=utf-8"));
    }

    /// Spec: client-server-api#login-fallback (v1.19). The first clients asked for it below r0.
    private Page loginPage() {
        Route route =
                Route.get(STATIC + "client/login/")
                        .also(STATIC + "client/login")
                        .also("/login/fallback", Era.R0)
                        .access(Access.PUBLIC)
                        .limit(RateLimitKind.GENERAL)
                        .build();
        String html =
                Template.fill(
                        "login.html",
                        Map.of("serverName", config.accounts().serverName().toString()));
        return Page.html(route, html);
    }

    private static Page file(String name, String contentType) {
        Route route =
                Route.get(STATIC + name).access(Access.PUBLIC).limit(RateLimitKind.NONE).build();
        return Page.file(route, contentType, Template.bytes(name));
    }
}

package org.stoa.boot.pages;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.PolicyDocument;
import org.stoa.accounts.register.CaptchaConfig;
import org.stoa.accounts.register.CaptchaStage;
import org.stoa.accounts.register.TermsStage;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// The page on which somebody completes one stage of user-interactive authentication for a client that does not know
/// the stage. Its script posts what was entered to the same address, and tells the client when that was accepted.
///
/// Of a stage that other servers have, and this one is not configured for, a page says so, with status 404.
///
/// Errors: M_NOT_FOUND for what is no stage; M_MISSING_PARAM without a session.
/// Spec: client-server-api#fallback (v1.19).
final class StagePage implements Endpoint {
    private static final String TOKEN_FIELD =
            """
            <label for="token">Registration token</label>
            <input id="token" name="token" autocomplete="off" autocapitalize="none" spellcheck="false" required autofocus>""";
    private static final String PASSWORD_FIELDS =
            """
            <label for="user">User name</label>
            <input id="user" name="user" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required>""";

    private final List<PolicyDocument> terms;
    private final @Nullable CaptchaConfig captcha;

    /// Makes the pages of a server with these policies, and this challenge.
    StagePage(List<PolicyDocument> terms, @Nullable CaptchaConfig captcha) {
        this.captcha = captcha;
        this.terms = List.copyOf(terms);
    }

    @Override
    public Route route() {
        return Route.get("/auth/{authType}/fallback/web", Era.V3, Era.R0)
                .access(Access.PUBLIC)
                .limit(RateLimitKind.GENERAL)
                .build();
    }

    @Override
    public Response handle(Request request) {
        request.requiredQuery("session");
        String type = request.path("authType");
        return stage(type).map(stage -> page(type, stage)).orElseGet(() -> absent(type));
    }

    private Response page(String type, Stage stage) {
        String html =
                Template.fill(
                                "stage.html",
                                Map.of("title", stage.title, "explanation", stage.explanation))
                        .replace("{{fields}}", stage.fields);
        Response page = Response.html(200, html);
        return captcha != null && type.equals(CaptchaStage.TYPE)
                ? Page.guardedBut(page, captcha.service().sources())
                : Page.guarded(page);
    }

    private static Response absent(String type) {
        String explanation =
                switch (type) {
                    case TermsStage.TYPE ->
                            "This server has no terms that you would have to accept.";
                    case CaptchaStage.TYPE -> "This server asks for no captcha.";
                    default ->
                            throw new MatrixException(
                                    ErrorCode.NOT_FOUND, "This server has no stage " + type);
                };
        return Page.guarded(
                Response.html(
                        404, Template.fill("absent.html", Map.of("explanation", explanation))));
    }

    /// What a page for a stage says and asks; `fields` is HTML of ours.
    private record Stage(String title, String explanation, String fields) {}

    private Optional<Stage> stage(String type) {
        return switch (type) {
            case "m.login.dummy" ->
                    Optional.of(
                            new Stage(
                                    "Confirm",
                                    "Your app asks you to go on. There is nothing to enter.",
                                    ""));
            case TermsStage.TYPE ->
                    Optional.of(terms).filter(some -> !some.isEmpty()).map(StagePage::acceptance);
            case "m.login.registration_token" ->
                    Optional.of(
                            new Stage(
                                    "Registration token",
                                    "An account here needs the token that the operator of the server gave you.",
                                    TOKEN_FIELD));
            case "m.login.password" ->
                    Optional.of(
                            new Stage(
                                    "Confirm that it is you",
                                    "Your app wants to do something that needs your password.",
                                    PASSWORD_FIELDS));
            case CaptchaStage.TYPE -> Optional.ofNullable(captcha).map(StagePage::challenge);
            default -> Optional.empty();
        };
    }

    private static Stage acceptance(List<PolicyDocument> terms) {
        return new Stage("Terms", "By going on you accept what is written here.", links(terms));
    }

    private static Stage challenge(CaptchaConfig captcha) {
        String widget =
                "<div class=\"%s\" data-sitekey=\"%s\"></div>\n<script src=\"%s\" async defer></script>"
                        .formatted(
                                captcha.service().widgetClass(),
                                Template.escape(captcha.siteKey()),
                                captcha.service().script());
        return new Stage("No robots", "Show that you are no program.", widget);
    }

    private static String links(List<PolicyDocument> terms) {
        return terms.stream()
                .map(
                        document ->
                                "<p><a href=\"%s\" target=\"_blank\" rel=\"noopener noreferrer\">%s</a></p>"
                                        .formatted(
                                                Template.escape(document.url().toString()),
                                                Template.escape(document.name())))
                .collect(Collectors.joining("\n"));
    }
}

package org.stoa.accounts.register;

import java.net.URI;

/// A service that tells people from programs. All of them are asked alike: a script of theirs shows the challenge, and what
/// it gives is checked with a `POST` of `secret` and `response`.
public enum CaptchaService {
    /// reCAPTCHA v2 of Google.
    RECAPTCHA(
            "https://www.google.com/recaptcha/api.js",
            "g-recaptcha",
            "https://www.google.com/recaptcha/api/siteverify",
            "https://www.google.com https://www.gstatic.com"),
    /// hCaptcha.
    HCAPTCHA(
            "https://js.hcaptcha.com/1/api.js",
            "h-captcha",
            "https://api.hcaptcha.com/siteverify",
            "https://hcaptcha.com https://*.hcaptcha.com"),
    /// Turnstile of Cloudflare.
    TURNSTILE(
            "https://challenges.cloudflare.com/turnstile/v0/api.js",
            "cf-turnstile",
            "https://challenges.cloudflare.com/turnstile/v0/siteverify",
            "https://challenges.cloudflare.com");

    private final String script;
    private final String widgetClass;
    private final String verifyUrl;
    private final String sources;

    CaptchaService(String script, String widgetClass, String verifyUrl, String sources) {
        this.script = script;
        this.widgetClass = widgetClass;
        this.verifyUrl = verifyUrl;
        this.sources = sources;
    }

    /// The script that shows the challenge.
    public String script() {
        return script;
    }

    /// The class of the element in which it is shown.
    public String widgetClass() {
        return widgetClass;
    }

    /// Where what it gives is checked.
    public URI verifyUrl() {
        return URI.create(verifyUrl);
    }

    /// The origins that a page with it loads from, as in a Content-Security-Policy.
    public String sources() {
        return sources;
    }
}

package org.stoa.platform;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes secrets out of what is logged. Our own messages have none; this is for what libraries and exceptions quote.
final class Secrets {
    private static final Pattern SECRET =
            Pattern.compile(
                    "(?i)(bearer\\s+"
                            + "|(?:access_token|refresh_token|login_token|logintoken|password|new_password|client_secret"
                            + "|macaroon|mac|shared_secret|registration_shared_secret)[\"']?\\s*[=:]\\s*[\"']?)"
                            + "([^\\s\"'&,}]+)");

    private Secrets() {}

    static String hidden(@Nullable String text) {
        return text == null ? "" : SECRET.matcher(text).replaceAll("$1***");
    }
}

package org.stoa.http;

/// The prefix of the client-server API under which a request came, so that an endpoint can answer in the shape of that time.
public enum Era {
    /// `/_matrix/client/v1`
    V1("/_matrix/client/v1"),
    /// `/_matrix/client/v3`
    V3("/_matrix/client/v3"),
    /// `/_matrix/client/r0`
    R0("/_matrix/client/r0"),
    /// `/_matrix/client/api/v1`, before the first release of the specification.
    API_V1("/_matrix/client/api/v1"),
    /// `/_matrix/client/v2_alpha`, before the first release of the specification.
    V2_ALPHA("/_matrix/client/v2_alpha"),
    /// `/_matrix/client/unstable`
    UNSTABLE("/_matrix/client/unstable"),
    /// Any other path.
    NONE("");

    private final String prefix;

    Era(String prefix) {
        this.prefix = prefix;
    }

    /// Returns the prefix, without a slash at its end.
    public String prefix() {
        return prefix;
    }

    /// Tells whether answers have the shapes of before r0 (`api/v1` and `v2_alpha`).
    public boolean isBeforeR0() {
        return this == API_V1 || this == V2_ALPHA;
    }

    static Era of(String template) {
        for (Era era : values()) {
            if (template.startsWith(era.prefix + "/")) {
                return era;
            }
        }
        return NONE;
    }
}

package org.stoa.bench.federation;

import java.nio.charset.StandardCharsets;

/// What a scripted server answers.
@SuppressWarnings("ArrayRecordComponent") // never compared, and copying would cost the driver
public record Reply(int status, byte[] body) {
    /// For what it has not.
    public static final Reply NOT_FOUND =
            new Reply(
                    404,
                    "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"It is not here\"}"
                            .getBytes(StandardCharsets.UTF_8));

    /// An answer in JSON.
    public static Reply ok(String json) {
        return new Reply(200, json.getBytes(StandardCharsets.UTF_8));
    }
}

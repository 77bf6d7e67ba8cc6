package org.stoa.bench.homeserver;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.stoa.bench.http.Answer;
import org.stoa.bench.http.Connection;

/// A homeserver that somebody else started.
public record RunningTarget(
        URI uri, OptionalLong pid, Optional<Path> data, String registrationSecret)
        implements Target {
    private static final byte[] VERSIONS = "\"versions\"".getBytes(StandardCharsets.UTF_8);

    /// Fails unless this is a homeserver.
    ///
    /// Spec: client-server-api#get_matrixclientversions (v1.19).
    public void requireHomeserver() throws IOException {
        try (Connection connection = new Connection(uri)) {
            Answer answer = connection.call("GET", "/_matrix/client/versions", "", "");
            if (answer.status() != 200 || answer.find(VERSIONS, 0) < 0) {
                throw new IOException(
                        uri
                                + " is no Matrix homeserver: it answers GET /_matrix/client/versions with "
                                + answer.status()
                                + " and no versions");
            }
        }
    }

    @Override
    public Optional<Duration> restart() {
        return Optional.empty();
    }

    @Override
    public void stop() {
        // Whoever started it stops it.
    }
}

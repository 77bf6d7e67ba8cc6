package org.stoa.bench.homeserver;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// A homeserver that somebody else started.
public record RunningTarget(
        URI uri, OptionalLong pid, Optional<Path> data, String registrationSecret)
        implements Target {
    @Override
    public Optional<Duration> restart() {
        return Optional.empty();
    }

    @Override
    public void stop() {
        // Whoever started it stops it.
    }
}

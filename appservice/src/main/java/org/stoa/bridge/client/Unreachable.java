package org.stoa.bridge.client;

import org.jspecify.annotations.Nullable;

/// The homeserver gave no answer, or none that counts, for as long as the caller would wait; or the caller is being stopped.
public final class Unreachable extends RuntimeException {

    Unreachable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

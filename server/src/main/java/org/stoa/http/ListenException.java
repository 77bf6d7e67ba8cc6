package org.stoa.http;

/// The server cannot listen where it was told to. The message is one line that says what to do next.
public final class ListenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ListenException(String message, Throwable cause) {
        super(message, cause);
    }
}

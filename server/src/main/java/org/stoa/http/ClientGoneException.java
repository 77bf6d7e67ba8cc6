package org.stoa.http;

import java.io.IOException;

/// The client went away, or was too slow, while its body was read. Nobody hears the answer.
final class ClientGoneException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClientGoneException(IOException cause) {
        super(cause);
    }
}

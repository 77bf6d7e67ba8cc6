package org.stoa.remote.connect;

import java.io.IOException;

/// The name service did not answer, so that nobody knows whether a name exists.
public final class LookupException extends IOException {
    private static final long serialVersionUID = 1;

    public LookupException(String message) {
        super(message);
    }
}

package org.stoa.protocol.id;

/// A text that is not the identifier it should be. The message names the kind of identifier and what is wrong with it.
public final class IdException extends RuntimeException {

    public IdException(String message) {
        super(message);
    }
}

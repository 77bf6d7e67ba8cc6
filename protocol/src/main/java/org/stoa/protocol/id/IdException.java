package org.stoa.protocol.id;

/// A text that is not the identifier it should be. The message names the kind of identifier and what is wrong with it.
public final class IdException extends RuntimeException {

    /// Without a stack trace, since texts that people type are often no identifiers, and the message says it all.
    public IdException(String message) {
        super(message, null, false, false);
    }
}

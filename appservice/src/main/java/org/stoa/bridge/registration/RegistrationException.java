package org.stoa.bridge.registration;

/// A registration, or another file of a bridge, that cannot be used; the message says which and why.
public final class RegistrationException extends RuntimeException {

    /// @param message which file, and what is wrong in it
    public RegistrationException(String message) {
        super(message);
    }
}

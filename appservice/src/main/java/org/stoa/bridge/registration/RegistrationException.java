package org.stoa.bridge.registration;

/// A registration file that cannot be used; the message says which and why.
public final class RegistrationException extends RuntimeException {

    RegistrationException(String message) {
        super(message);
    }
}

package org.stoa.http;

/// The server cannot listen where it was told to. The message is one line that says what to do next.
public final class ListenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean certificate;

    ListenException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private ListenException(String message, Throwable cause, boolean certificate) {
        super(message, cause);
        this.certificate = certificate;
    }

    /// Makes one about a certificate or its key.
    static ListenException ofCertificate(String message, Throwable cause) {
        return new ListenException(message, cause, true);
    }

    /// Whether it is the certificate that cannot be used, and not the address.
    public boolean isCertificate() {
        return certificate;
    }
}

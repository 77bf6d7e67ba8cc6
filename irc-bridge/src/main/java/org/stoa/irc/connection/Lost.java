package org.stoa.irc.connection;

/// The connection was lost, or is not there yet; what was written since the last confirmation may not have arrived.
public final class Lost extends Exception {

    Lost(String message) {
        super(message);
    }
}

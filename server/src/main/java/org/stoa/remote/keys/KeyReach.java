package org.stoa.remote.keys;

import java.time.Duration;

/// How far somebody goes to have the keys for what he reads.
public enum KeyReach {
    /// For what is read in pieces, when the keys for all of it have been asked for: nobody is asked.
    KNOWN(0, KeyPlaces.Lane.STRANGERS, Duration.ZERO),

    /// For what others sent, who can name as many servers as they like.
    USUAL(50, KeyPlaces.Lane.STRANGERS, Duration.ofMinutes(1)),

    /// For the state of a room that a user of this server enters: of a large room it is signed by thousands of servers, nearly
    /// all of them unknown so far.
    WHOLE_STATE(20_000, KeyPlaces.Lane.WHOLE_STATES, Duration.ofMinutes(10));

    private final int strangers;
    private final KeyPlaces.Lane lane;
    private final Duration patience;

    KeyReach(int strangers, KeyPlaces.Lane lane, Duration patience) {
        this.strangers = strangers;
        this.lane = lane;
        this.patience = patience;
    }

    /// Servers that share no room with this one and are asked for one reading; what others signed cannot be verified by it.
    int strangers() {
        return strangers;
    }

    /// Which places strangers get.
    KeyPlaces.Lane lane() {
        return lane;
    }

    /// How long servers are asked for one reading.
    Duration patience() {
        return patience;
    }
}

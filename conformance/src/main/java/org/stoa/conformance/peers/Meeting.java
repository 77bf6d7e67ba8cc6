package org.stoa.conformance.peers;

import java.time.Duration;
import org.stoa.conformance.client.User;

/// A room with members of both servers.
///
/// @param alice of the pair's `home`, who made the room
/// @param bob of its `away`
public record Meeting(Pair pair, User alice, User bob, String room) {
    /// Waits until both see the same state.
    public void agree() {
        Agreement.onState(room, alice, bob);
    }

    /// Waits until both see the same state and the same events, however long the servers had been apart.
    public void agreeOnAll(Duration patience) {
        Agreement.onEvents(room, alice, bob, patience);
        Agreement.onState(room, alice, bob, patience);
    }

    /// Each says something, and waits until the other has heard it.
    public void talk() {
        bob.syncUntilEvent(room, alice.say(room, "from home"));
        alice.syncUntilEvent(room, bob.say(room, "from away"));
    }
}

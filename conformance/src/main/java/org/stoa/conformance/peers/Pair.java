package org.stoa.conformance.peers;

import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// What a test of two servers is about.
///
/// @param home where its room is made
/// @param away the other server
/// @param version of its rooms
public record Pair(Peer home, Peer away, String version) {
    /// Creates a room of the version and returns its id.
    public String room(User creator, Json request) {
        return creator.createRoom(request.with("room_version", version));
    }

    /// The same servers with another room version.
    public Pair of(String other) {
        return new Pair(home, away, other);
    }

    /// A public room of a user of the one server, which a user of the other has joined.
    public Meeting meet() {
        User alice = home.user("alice");
        User bob = away.user("bob");
        String room = room(alice, Json.of("preset", "public_chat"));
        joinVia(bob, room, home);
        return new Meeting(this, alice, bob, room);
    }

    /// Joins a room that another server is in.
    public static void joinVia(User user, String room, Peer resident) {
        user.post("/join/{}?via={}", Json.EMPTY, room, resident.name()).ok();
    }

    /// Cuts the servers off from each other, until the partition is closed.
    public Partition part() {
        return new Partition(home, away);
    }

    @Override
    public String toString() {
        return home + " to " + away + ", version " + version;
    }
}

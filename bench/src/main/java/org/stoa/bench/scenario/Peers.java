package org.stoa.bench.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.stoa.bench.federation.Peer;
import org.stoa.bench.federation.Requests;
import org.stoa.bench.federation.Seat;

/// Scripted servers for one case, and the way from them to the server under load.
final class Peers implements AutoCloseable {
    private static final String PUBLIC_ROOM =
            "{\"preset\":\"public_chat\",\"room_version\":\"" + Seat.ROOM_VERSION + "\"}";

    private final List<Peer> all = new ArrayList<>();
    private final Requests requests;

    Peers(Trial trial, int count) throws IOException {
        requests = new Requests(trial.federation());
        for (int made = 0; made < count; made++) {
            all.add(new Peer(trial.federation()));
        }
    }

    List<Peer> all() {
        return all;
    }

    Requests requests() {
        return requests;
    }

    /// Makes a room that users of scripted servers can join.
    static String room(Client owner) throws IOException {
        return owner.createRoom(PUBLIC_ROOM);
    }

    /// Has a user of a scripted server join a room.
    Seat seat(int peer, String room) throws IOException, InterruptedException {
        Peer own = all.get(peer);
        return Seat.enter(requests, own, own.user("bench"), room);
    }

    @Override
    public void close() throws IOException {
        requests.close();
        for (Peer peer : all) {
            peer.close();
        }
    }
}

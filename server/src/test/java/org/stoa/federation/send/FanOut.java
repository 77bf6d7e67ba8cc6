package org.stoa.federation.send;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.stoa.testing.TestClient;

/// Measures how long a message takes to many servers, some of which are dead. Not a test: run its `main`.
final class FanOut {
    private static final int ROUNDS = 10;

    private FanOut() {}

    /// Measures and prints.
    ///
    /// @param arguments how many servers are alive, and how many are dead
    public static void main(String[] arguments) {
        int live = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
        int dead = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50;
        try (Shared shared = new Shared()) {
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < live + dead; i++) {
                peers.add(shared.peer());
            }
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, peers.toArray(Peer[]::new));
            String alone = alice.createRoom();
            for (int i = live; i < live + dead; i++) {
                if (i % 2 == 0) {
                    peers.get(i).hang();
                } else {
                    peers.get(i).close();
                }
            }
            List<Peer> alive = peers.subList(0, live);
            for (int round = 0; round < ROUNDS; round++) {
                System.out.println(measure(alice, room, alone, alive, round));
            }
        }
    }

    private static String measure(
            TestClient alice, Shared.Joined room, String alone, List<Peer> alive, int round) {
        long before = System.nanoTime();
        var _ = alice.say(alone, "alone " + round);
        long local = System.nanoTime();
        var _ = alice.say(room.id(), "round " + round);
        long sent = System.nanoTime();
        long[] late = new long[alive.size()];
        for (int i = 0; i < late.length; i++) {
            Peer peer = alive.get(i);
            int expected = round + 1;
            Peer.await(() -> peer.told().size() >= expected, () -> "told: " + peer.told());
            late[i] = peer.heardAt() - local;
        }
        Arrays.sort(late);
        return "round %d: send alone %.1f ms, shared %.1f ms; told: median %.0f ms, 99 %% %.0f ms, last %.0f ms"
                .formatted(
                        round,
                        (local - before) / 1e6,
                        (sent - local) / 1e6,
                        late[late.length / 2] / 1e6,
                        late[late.length * 99 / 100] / 1e6,
                        late[late.length - 1] / 1e6);
    }
}

package org.stoa.remote.keys;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventSigner;
import org.stoa.protocol.id.ServerName;

/// The keys that are needed for many events that are not in memory together: each once, for the newest event that is signed with
/// it. Who has that has it for the older ones too.
public final class KeyWishes {
    /// More than the largest rooms have; what is signed with others cannot be verified.
    private static final int MAX = 100_000;

    private final Map<Key, Long> newest = new HashMap<>();

    private record Key(ServerName server, String keyId) {}

    /// Adds what an event needs.
    public void add(Event event) {
        for (ServerName signer : EventSigner.requiredSigners(event)) {
            for (KeyWish wish : EventSignatures.wishes(event, signer)) {
                Key key = new Key(wish.server(), wish.keyId());
                if (newest.size() < MAX || newest.containsKey(key)) {
                    newest.merge(key, wish.validAt(), Math::max);
                }
            }
        }
    }

    List<KeyWish> all() {
        List<KeyWish> all = new ArrayList<>();
        newest.forEach((key, at) -> all.add(new KeyWish(key.server(), key.keyId(), at)));
        return all;
    }
}

package org.stoa.remote.keys;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventSigner;
import org.stoa.protocol.event.SignedJson;
import org.stoa.protocol.event.VerifyKey;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonException;

/// Checks that events were signed by the servers that must have signed them, with keys that were valid then. Thread-safe;
/// blocks while other servers are asked for keys.
///
/// Spec: server-server-api#validating-hashes-and-signatures-on-received-events,
/// rooms/v5#signing-key-validity-period (v1.19).
public final class EventSignatures {
    /// A server signs with one key, while it changes keys with two; more would only make others search.
    private static final int MAX_KEYS = 4;

    private final KeyRing keys;

    /// Checks with these keys.
    public EventSignatures(KeyRing keys) {
        this.keys = keys;
    }

    /// Whether an event has all signatures that it must have.
    public boolean isValid(Event event) {
        return valid(List.of(event)).contains(event);
    }

    /// Whether an event has the signature of a server, besides those that it must have.
    public boolean isSignedBy(Event event, ServerName signer) {
        return isSigned(event, signer, keys.find(wishes(event, signer)));
    }

    /// Returns the events that have all signatures that they must have; the keys for all of them are found together. One
    /// whose keys cannot be had now is left out, like one whose signature is wrong.
    public Set<Event> valid(Collection<Event> events) {
        Set<KeyWish> wishes = new LinkedHashSet<>();
        for (Event event : events) {
            for (ServerName signer : EventSigner.requiredSigners(event)) {
                wishes.addAll(wishes(event, signer));
            }
        }
        Map<KeyWish, VerifyKey> found = keys.find(wishes);
        Set<Event> valid = new LinkedHashSet<>();
        for (Event event : events) {
            if (EventSigner.requiredSigners(event).stream()
                    .allMatch(signer -> isSigned(event, signer, found))) {
                valid.add(event);
            }
        }
        return valid;
    }

    private static List<KeyWish> wishes(Event event, ServerName signer) {
        long validAt = event.rules().keyValidityEnforced() ? event.originServerTs() : 0;
        List<KeyWish> wishes = new ArrayList<>();
        SignedJson.keyIds(event.json(), signer.text()).stream()
                .sorted()
                .limit(MAX_KEYS)
                .forEach(keyId -> wishes.add(new KeyWish(signer, keyId, validAt)));
        return wishes;
    }

    private static boolean isSigned(Event event, ServerName signer, Map<KeyWish, VerifyKey> found) {
        for (KeyWish wish : wishes(event, signer)) {
            VerifyKey key = found.get(wish);
            if (key != null && verifies(event, signer, key)) {
                return true;
            }
        }
        return false;
    }

    private static boolean verifies(Event event, ServerName signer, VerifyKey key) {
        try {
            return EventSigner.verify(event.json(), signer, key, event.rules());
        } catch (JsonException notCanonical) {
            return false;
        }
    }
}

package org.stoa.remote.keys;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventSigner;
import org.stoa.protocol.event.ReceivedPdu;
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
        return isSigned(
                event,
                signer,
                keys.find(wishes(event, signer)),
                (server, key) -> verifies(event, server, key));
    }

    /// Returns the events that have all signatures that they must have; the keys for all of them are found together. One
    /// whose keys cannot be had now is left out, like one whose signature is wrong.
    public Set<Event> valid(Collection<Event> events) {
        Map<KeyWish, VerifyKey> found = find(events, KeyReach.USUAL);
        Set<Event> valid = new LinkedHashSet<>();
        for (Event event : events) {
            if (isValid(event, found, (signer, key) -> verifies(event, signer, key))) {
                valid.add(event);
            }
        }
        return valid;
    }

    /// Finds the keys for some events, and returns what says of each of these whether it has all signatures that it must have;
    /// several threads may ask it, and it waits for nobody.
    public Predicate<ReceivedPdu> validity(Collection<ReceivedPdu> pdus, KeyReach reach) {
        Map<KeyWish, VerifyKey> found = find(pdus.stream().map(ReceivedPdu::event).toList(), reach);
        return pdu -> isValid(pdu.event(), found, pdu::isSignedBy);
    }

    /// Asks for keys, so that they are known.
    public void prepare(KeyWishes wishes, KeyReach reach) {
        keys.find(wishes.all(), reach);
    }

    private Map<KeyWish, VerifyKey> find(Collection<Event> events, KeyReach reach) {
        Set<KeyWish> wishes = new LinkedHashSet<>();
        for (Event event : events) {
            for (ServerName signer : EventSigner.requiredSigners(event)) {
                wishes.addAll(wishes(event, signer));
            }
        }
        return keys.find(wishes, reach);
    }

    private static boolean isValid(
            Event event,
            Map<KeyWish, VerifyKey> found,
            BiPredicate<ServerName, VerifyKey> isSignedBy) {
        for (ServerName signer : EventSigner.requiredSigners(event)) {
            if (!isSigned(event, signer, found, isSignedBy)) {
                return false;
            }
        }
        return true;
    }

    static List<KeyWish> wishes(Event event, ServerName signer) {
        long validAt = event.rules().keyValidityEnforced() ? event.originServerTs() : 0;
        List<KeyWish> wishes = new ArrayList<>();
        SignedJson.keyIds(event.json(), signer.text()).stream()
                .sorted()
                .limit(MAX_KEYS)
                .forEach(keyId -> wishes.add(new KeyWish(signer, keyId, validAt)));
        return wishes;
    }

    private static boolean isSigned(
            Event event,
            ServerName signer,
            Map<KeyWish, VerifyKey> found,
            BiPredicate<ServerName, VerifyKey> isSignedBy) {
        for (KeyWish wish : wishes(event, signer)) {
            VerifyKey key = found.get(wish);
            if (key != null && isSignedBy.test(signer, key)) {
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

package org.stoa.protocol.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.auth.AuthRules;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;

/// State resolution of room version 1. One object is one resolution.
///
/// States conflict on a key when they have different events for it; what only some of them have is taken as it is. Each
/// pass decides its keys one by one in the same state, so that it does not matter which comes first.
///
/// Spec: rooms/v1#state-resolution (v1.19).
final class ResolutionV1 {

    /// An event that may be chosen, with what it is compared by.
    private record Candidate(long number, Event event, String hash) {

        static Candidate of(long number, Event event) {
            return new Candidate(number, event, sha1(event.eventId().text()));
        }
    }

    /// By ascending depth, then by descending SHA-1 of the id.
    private static final Comparator<Candidate> LEAST_DEPTH_FIRST =
            Comparator.<Candidate>comparingLong(candidate -> candidate.event().depth())
                    .thenComparing(Candidate::hash, Comparator.reverseOrder());

    private final StateSets states;
    private final LoadedEvents events;

    /// *R* of the specification: the results so far, over what the states have the same.
    private final PartialState results;

    ResolutionV1(StateSets states, LoadedEvents events) {
        this.states = states;
        this.events = events;
        this.results = new PartialState(states::unconflicted);
    }

    Resolution resolve() {
        events.prepare(states.conflictedEvents());
        // Start with the union of the states, without the conflicting events.
        Map<Long, List<Candidate>> conflicts = startWithUnion();
        // Resolve conflicts between power levels, then join rules, then members.
        resolvePass(conflicts, event -> event.isState(EventTypes.POWER_LEVELS, ""), true);
        resolvePass(conflicts, event -> event.type().equals(EventTypes.JOIN_RULES), true);
        resolvePass(conflicts, event -> event.type().equals(EventTypes.MEMBER), true);
        // No other events affect the authorisation rules.
        resolvePass(conflicts, event -> true, false);
        return Resolution.of(states, results.decided(), Set.of());
    }

    /// Puts into the results what the states that have something there agree on; returns the rest, in order.
    private Map<Long, List<Candidate>> startWithUnion() {
        Map<Long, List<Candidate>> conflicts = new HashMap<>();
        for (Long key : states.conflictedKeys()) {
            List<Candidate> candidates = candidates(states.candidates(key));
            if (candidates.size() == 1) {
                results.put(key, candidates.getFirst().number());
            } else if (!candidates.isEmpty()) {
                conflicts.put(key, candidates);
            }
        }
        return conflicts;
    }

    private List<Candidate> candidates(Set<Long> numbers) {
        List<Candidate> candidates = new ArrayList<>();
        for (Long number : numbers) {
            events.find(number)
                    .ifPresent(found -> candidates.add(Candidate.of(number, found.event())));
        }
        candidates.sort(LEAST_DEPTH_FIRST);
        return candidates;
    }

    private void resolvePass(
            Map<Long, List<Candidate>> conflicts, Predicate<Event> belongs, boolean inTurn) {
        Map<Long, Long> chosen = new HashMap<>();
        conflicts.forEach(
                (key, candidates) -> {
                    if (belongs.test(candidates.getFirst().event())) {
                        Candidate choice = inTurn ? lastInTurn(candidates) : newest(candidates);
                        chosen.put(key, choice.number());
                    }
                });
        conflicts.keySet().removeAll(chosen.keySet());
        results.putAll(chosen);
    }

    /// Adds the first event; then each that is allowed with the one before it in place, until one is not.
    private Candidate lastInTurn(List<Candidate> candidates) {
        Candidate last = candidates.getFirst();
        for (Candidate next : candidates.subList(1, candidates.size())) {
            if (!isAllowed(next.event(), last)) {
                return last;
            }
            last = next;
        }
        return last;
    }

    /// Picks the event with the highest depth and lowest SHA-1 of the id that is allowed. When none is, about which the
    /// specification says nothing, the oldest stays, as it does on other servers.
    private Candidate newest(List<Candidate> candidates) {
        for (Candidate candidate : candidates.reversed()) {
            if (isAllowed(candidate.event(), null)) {
                return candidate;
            }
        }
        return candidates.getFirst();
    }

    private boolean isAllowed(Event event, @Nullable Candidate inPlace) {
        return AuthRules.check(
                        event,
                        (type, key) -> {
                            if (inPlace != null && inPlace.event().isState(type, key)) {
                                return inPlace.event();
                            }
                            long holder = results.event(events.stateKey(type, key));
                            return holder == 0 ? null : events.orNull(holder);
                        })
                .isAllowed();
    }

    private static String sha1(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }
}

package org.stoa.protocol.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.auth.AuthRules;
import org.stoa.protocol.auth.StateKeyPair;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.PowerLevels;
import org.stoa.protocol.version.StateResolution;

/// State resolution as the specification writes it down, with sets of events and recursion over `auth_events`, as slow as
/// that is. It shares nothing with what is tested but the authorisation rules.
final class PlainResolver {

    private static final StateKeyPair LEVELS = new StateKeyPair("m.room.power_levels", "");

    private final TestRoom room;
    private final List<Map<StateKeyPair, Event>> states;

    private PlainResolver(TestRoom room, List<TestRoom.State> states) {
        this.room = room;
        this.states = states.stream().map(TestRoom.State::entries).toList();
    }

    static TestRoom.State resolve(TestRoom room, List<TestRoom.State> states) {
        PlainResolver resolver = new PlainResolver(room, states);
        return TestRoom.State.of(
                room.rules().stateResolution() == StateResolution.V1
                        ? resolver.resolveV1()
                        : resolver.resolveV2());
    }

    // --- Version 2 and later -------------------------------------------------------------------

    private Map<StateKeyPair, Event> resolveV2() {
        boolean revised = room.rules().stateResolution() == StateResolution.V2_1;
        Set<Event> full = new HashSet<>(conflictedStateSet());
        full.addAll(authDifference());
        if (revised) {
            full.addAll(conflictedStateSubgraph());
        }
        Set<Event> power = new HashSet<>();
        for (Event event : full) {
            if (isPowerEvent(event)) {
                power.add(event);
                collectChainWithin(full, event, power);
            }
        }
        Map<StateKeyPair, Event> state = revised ? new HashMap<>() : unconflictedStateMap();
        check(reverseTopologicalPowerOrdering(power), state);
        full.removeAll(power);
        check(mainlineOrdering(full, state.get(LEVELS)), state);
        state.putAll(unconflictedStateMap());
        return state;
    }

    private Set<StateKeyPair> keys() {
        Set<StateKeyPair> keys = new HashSet<>();
        states.forEach(state -> keys.addAll(state.keySet()));
        return keys;
    }

    private boolean isUnconflicted(StateKeyPair key) {
        Event event = states.getFirst().get(key);
        return event != null && states.stream().allMatch(state -> event.equals(state.get(key)));
    }

    private Map<StateKeyPair, Event> unconflictedStateMap() {
        Map<StateKeyPair, Event> map = new HashMap<>();
        for (StateKeyPair key : keys()) {
            if (isUnconflicted(key)) {
                map.put(key, states.getFirst().get(key));
            }
        }
        return map;
    }

    private Set<Event> conflictedStateSet() {
        Set<Event> conflicted = new HashSet<>();
        for (StateKeyPair key : keys()) {
            if (!isUnconflicted(key)) {
                states.stream()
                        .flatMap(state -> Stream.ofNullable(state.get(key)))
                        .forEach(conflicted::add);
            }
        }
        return conflicted;
    }

    private List<Event> authEvents(Event event) {
        return event.authEvents().stream()
                .flatMap(id -> Stream.ofNullable(room.events().get(id)))
                .toList();
    }

    private Set<Event> authChain(Event event) {
        Set<Event> chain = new HashSet<>();
        collectChain(event, chain);
        return chain;
    }

    private void collectChain(Event event, Set<Event> chain) {
        for (Event auth : authEvents(event)) {
            if (chain.add(auth)) {
                collectChain(auth, chain);
            }
        }
    }

    /// Not as the text has it, which follows the whole chain: docs/adr/0019.
    private void collectChainWithin(Set<Event> part, Event event, Set<Event> chain) {
        for (Event auth : authEvents(event)) {
            if (part.contains(auth) && chain.add(auth)) {
                collectChainWithin(part, auth, chain);
            }
        }
    }

    private Set<Event> authDifference() {
        List<Set<Event>> chains = new ArrayList<>();
        for (Map<StateKeyPair, Event> state : states) {
            Set<Event> chain = new HashSet<>(state.values());
            state.values().forEach(event -> collectChain(event, chain));
            chains.add(chain);
        }
        Set<Event> difference = new HashSet<>();
        chains.forEach(difference::addAll);
        Set<Event> inAll = new HashSet<>(chains.getFirst());
        chains.forEach(inAll::retainAll);
        difference.removeAll(inAll);
        return difference;
    }

    private Set<Event> conflictedStateSubgraph() {
        Set<Event> subgraph = new HashSet<>();
        Set<Event> conflicted = conflictedStateSet();
        for (Event start : conflicted) {
            for (Event between : authChain(start)) {
                Set<Event> onwards = authChain(between);
                onwards.add(between);
                onwards.retainAll(conflicted);
                if (!onwards.isEmpty()) {
                    subgraph.add(start);
                    subgraph.add(between);
                }
            }
        }
        return subgraph;
    }

    private static boolean isPowerEvent(Event event) {
        if (event.isState("m.room.power_levels", "") || event.isState("m.room.join_rules", "")) {
            return true;
        }
        String membership = event.content().string("membership").orElse("");
        return event.type().equals("m.room.member")
                && (membership.equals("leave") || membership.equals("ban"))
                && !event.stateKey().orElseThrow().equals(event.sender().toString());
    }

    private List<Event> reverseTopologicalPowerOrdering(Set<Event> events) {
        Comparator<Event> smallest =
                Comparator.comparingLong(this::senderLevel)
                        .reversed()
                        .thenComparingLong(Event::originServerTs)
                        .thenComparing(event -> event.eventId().text());
        List<Event> sorted = new ArrayList<>();
        Set<Event> left = new HashSet<>(events);
        while (!left.isEmpty()) {
            Event next =
                    left.stream()
                            .filter(event -> authEvents(event).stream().noneMatch(left::contains))
                            .min(smallest)
                            .orElseThrow();
            left.remove(next);
            sorted.add(next);
        }
        return sorted;
    }

    private long senderLevel(Event event) {
        Event create = room.rules().roomIdFromCreate() ? room.create() : null;
        Event levels = null;
        for (Event auth : authEvents(event)) {
            create = auth.isState("m.room.create", "") ? auth : create;
            levels = auth.isState("m.room.power_levels", "") ? auth : levels;
        }
        if (event.isState("m.room.create", "")) {
            create = event;
        }
        return create == null ? 0 : PowerLevels.of(create, levels).user(event.sender());
    }

    private @Nullable Event levelsOf(Event event) {
        return authEvents(event).stream()
                .filter(auth -> auth.isState("m.room.power_levels", ""))
                .findFirst()
                .orElse(null);
    }

    private List<Event> mainlineOrdering(Set<Event> events, @Nullable Event levels) {
        List<Event> mainline = new ArrayList<>();
        for (Event p = levels; p != null; p = levelsOf(p)) {
            mainline.add(p);
        }
        return events.stream()
                .sorted(
                        Comparator.comparingInt((Event event) -> mainlinePosition(event, mainline))
                                .reversed()
                                .thenComparingLong(Event::originServerTs)
                                .thenComparing(event -> event.eventId().text()))
                .toList();
    }

    private int mainlinePosition(Event event, List<Event> mainline) {
        for (Event e = levelsOf(event); e != null; e = levelsOf(e)) {
            if (mainline.contains(e)) {
                return mainline.indexOf(e);
            }
        }
        return Integer.MAX_VALUE;
    }

    private void check(List<Event> sorted, Map<StateKeyPair, Event> state) {
        for (Event event : sorted) {
            Map<StateKeyPair, Event> seen = new HashMap<>();
            if (room.rules().roomIdFromCreate()) {
                seen.put(StateKeyPair.of(room.create()), room.create());
            }
            for (Event auth : authEvents(event).reversed()) {
                if (!room.isRejected(auth)) {
                    seen.put(StateKeyPair.of(auth), auth);
                }
            }
            seen.putAll(state);
            if (AuthRules.check(event, (type, key) -> seen.get(new StateKeyPair(type, key)))
                    .isAllowed()) {
                state.put(StateKeyPair.of(event), event);
            }
        }
    }

    // --- Version 1 -----------------------------------------------------------------------------

    private Map<StateKeyPair, Event> resolveV1() {
        Map<StateKeyPair, Event> r = new HashMap<>();
        Map<StateKeyPair, List<Event>> conflicting = new HashMap<>();
        for (StateKeyPair key : keys()) {
            List<Event> different =
                    states.stream()
                            .flatMap(state -> Stream.ofNullable(state.get(key)))
                            .distinct()
                            .sorted(
                                    Comparator.comparingLong(Event::depth)
                                            .thenComparing(
                                                    PlainResolver::sha1, Comparator.reverseOrder()))
                            .toList();
            if (different.size() == 1) {
                r.put(key, different.getFirst());
            } else {
                conflicting.put(key, different);
            }
        }
        for (String type : List.of("m.room.power_levels", "m.room.join_rules", "m.room.member")) {
            Map<StateKeyPair, Event> pass = new HashMap<>();
            conflicting.forEach(
                    (key, list) -> {
                        if (key.type().equals(type)) {
                            pass.put(key, inTurn(key, list, r));
                        }
                    });
            r.putAll(pass);
            conflicting.keySet().removeAll(pass.keySet());
        }
        Map<StateKeyPair, Event> others = new HashMap<>();
        conflicting.forEach(
                (key, list) ->
                        others.put(
                                key,
                                list.reversed().stream()
                                        .filter(event -> isAllowed(event, r))
                                        .findFirst()
                                        .orElse(list.getFirst())));
        r.putAll(others);
        return r;
    }

    private static Event inTurn(
            StateKeyPair key, List<Event> list, Map<StateKeyPair, Event> results) {
        Map<StateKeyPair, Event> r = new HashMap<>(results);
        r.put(key, list.getFirst());
        for (Event event : list.subList(1, list.size())) {
            if (!isAllowed(event, r)) {
                break;
            }
            r.put(key, event);
        }
        return r.get(key);
    }

    private static boolean isAllowed(Event event, Map<StateKeyPair, Event> state) {
        return AuthRules.check(event, (type, key) -> state.get(new StateKeyPair(type, key)))
                .isAllowed();
    }

    private static String sha1(Event event) {
        try {
            byte[] id = event.eventId().text().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(id));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

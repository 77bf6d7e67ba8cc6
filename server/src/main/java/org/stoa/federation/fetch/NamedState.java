package org.stoa.federation.fetch;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// What another server says the state before an event is, by ids.
///
/// @param state the events of the state
/// @param authChain their auth events, and theirs
record NamedState(Set<EventId> state, Set<EventId> authChain) {
    /// More than any room has; each costs a look-up.
    private static final int MAX_IDS = 1_000_000;

    /// Reads an answer; empty when it is none.
    static Optional<NamedState> of(JsonObject answer) {
        Optional<JsonArray> state = answer.array("pdu_ids");
        Optional<JsonArray> chain = answer.array("auth_chain_ids");
        if (state.isEmpty() || chain.isEmpty()) {
            return Optional.empty();
        }
        if (state.get().size() + (long) chain.get().size() > MAX_IDS) {
            return Optional.empty();
        }
        return Optional.of(new NamedState(ids(state.get()), ids(chain.get())));
    }

    /// What is no id of an event is left out.
    private static Set<EventId> ids(JsonArray texts) {
        List<String> strings = texts.isAllStrings() ? texts.strings() : List.of();
        Set<EventId> ids = new LinkedHashSet<>();
        strings.forEach(text -> EventId.tryParse(text).ifPresent(ids::add));
        return ids;
    }

    /// How many ids it has, those counted twice that are in the state and in the chain.
    long size() {
        return (long) state.size() + authChain.size();
    }

    /// All that is named.
    Set<EventId> all() {
        Set<EventId> all = new LinkedHashSet<>(authChain);
        all.addAll(state);
        return all;
    }
}

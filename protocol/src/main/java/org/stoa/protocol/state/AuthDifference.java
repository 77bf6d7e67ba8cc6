package org.stoa.protocol.state;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The auth difference: the events that are in the full auth chain of some of the states, but not of all.
///
/// It is over the whole states. Looking only at what the conflicted events reach would add events that the agreed part of
/// the states reaches too, and these are in every chain. The chain of a state has the events of the state too; that only
/// matters for an event that is in one state and only reached from another.
///
/// Spec: rooms/v2#definitions, "Auth difference" (v1.19).
final class AuthDifference {

    private AuthDifference() {}

    static BitSet of(StateSets states, AuthGraph graph) {
        List<BitSet> chains = fullAuthChains(states, graph);
        BitSet union = new BitSet(graph.size());
        BitSet intersection = (BitSet) chains.getFirst().clone();
        for (BitSet chain : chains) {
            union.or(chain);
            intersection.and(chain);
        }
        union.andNot(intersection);
        return union;
    }

    /// Returns for each state the events that it reaches: as the callers know it, else one sweep for the part that the
    /// states share and a walk for what each has beside it.
    private static List<BitSet> fullAuthChains(StateSets states, AuthGraph graph) {
        List<BitSet> chains = new ArrayList<>();
        @Nullable BitSet shared = null;
        for (int i = 0; i < states.all().size(); i++) {
            AuthClosure known = states.all().get(i).authClosure();
            if (known != null) {
                chains.add(known.reached());
                continue;
            }
            if (shared == null) {
                shared = unconflictedChain(states, graph);
            }
            chains.add(extended(shared, states, i, graph));
        }
        return chains;
    }

    private static BitSet unconflictedChain(StateSets states, AuthGraph graph) {
        BitSet chain = new BitSet(graph.size());
        states.forEachUnconflicted((key, event) -> chain.set(graph.require(event)));
        graph.close(chain, 0);
        return chain;
    }

    private static BitSet extended(BitSet shared, StateSets states, int state, AuthGraph graph) {
        BitSet chain = (BitSet) shared.clone();
        for (Long key : states.conflictedKeys()) {
            long event = states.events(key)[state];
            if (event != 0) {
                graph.extend(chain, graph.require(event));
            }
        }
        return chain;
    }
}

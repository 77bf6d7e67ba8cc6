package org.stoa.protocol.state;

import java.util.BitSet;

/// The events of a room's auth graph that are reached from a state: those in it, their auth events, the auth events of those,
/// and so on. The specification calls it the full auth chain of the state. Immutable; a caller may keep it with the state,
/// one bit for each event of the graph.
public final class AuthClosure {

    private final BitSet reached;

    AuthClosure(BitSet reached) {
        this.reached = reached;
    }

    /// Returns what the state reaches. Cost: all of the state, and a sweep over the graph.
    public static AuthClosure of(StateSet state, AuthGraph graph) {
        BitSet reached = new BitSet(graph.size());
        state.forEach((key, event) -> reached.set(graph.require(event)));
        graph.close(reached, 0);
        return new AuthClosure(reached);
    }

    /// About how many bytes of memory it takes.
    public long bytes() {
        return reached.size() / Byte.SIZE;
    }

    BitSet reached() {
        return reached;
    }
}

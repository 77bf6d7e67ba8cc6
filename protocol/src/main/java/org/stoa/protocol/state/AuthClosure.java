package org.stoa.protocol.state;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

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

    /// Returns what a state reaches that differs from this one's in one key: the event stands where another one, or none,
    /// stood. Cost: a copy, and the events that are newly reached. Null when it must be worked out from the whole state,
    /// because the event that was replaced is not among what the new one reaches.
    ///
    /// @param replaced the event that held the key; 0 when none did
    public @Nullable AuthClosure with(long event, long replaced, AuthGraph graph) {
        BitSet chain = new BitSet();
        graph.extend(chain, graph.require(event));
        if (replaced != 0 && !chain.get(graph.require(replaced))) {
            return null;
        }
        chain.or(reached);
        return new AuthClosure(chain);
    }

    /// About how many bytes of memory it takes.
    public long bytes() {
        return reached.size() / Byte.SIZE;
    }

    BitSet reached() {
        return reached;
    }
}

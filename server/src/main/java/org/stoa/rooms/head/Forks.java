package org.stoa.rooms.head;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.state.StateAfter;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.StateRef;

/// What a room in memory knows of its graph beside its head: what writes that are still on their way have changed, which the
/// database does not tell yet, and a few results that would have to be worked out again.
///
/// A room has one, and each update one of its own over that, whose content moves into the room's when the update is
/// submitted: an update that is given up leaves nothing behind. Only for the holder of the room's lock.
public final class Forks {
    /// Resolutions that are kept; a fork needs one for each state event on it.
    private static final int MAX_RESOLVED = 32;

    /// Committed states that are kept, those that were asked for last; they share most of what they hold.
    private static final int MAX_STATES = 32;

    /// What is known of writes is forgotten beyond this, once all of them are committed.
    private static final int MAX_REMEMBERED = 1_000;

    private final @Nullable Forks below;
    private final Map<StateRef, Step> steps = new HashMap<>();
    private final Map<Long, Line> lines = new HashMap<>();
    private final Map<StateRef, StateMap> states = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Set<StateAfter>, Resolved> resolved = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<ByteBuffer> named = new HashSet<>();
    private final Map<Long, Long> flags = new HashMap<>();
    private final List<AuthNode> authNodes = new ArrayList<>();
    private @Nullable Standing standing;
    private @Nullable Frontier frontier;

    Forks() {
        this(null);
    }

    private Forks(@Nullable Forks below) {
        this.below = below;
    }

    /// What a version of a line changed: one key, or several when `event` is 0.
    public record Step(long stateKey, long event) {}

    /// A line of states that is not the one of the current states.
    ///
    /// @param parent the state that it inherits from
    /// @param depth lines above it
    /// @param tip its newest version
    public record Line(long line, StateRef parent, long depth, long tip) {}

    /// A state that several were resolved to.
    ///
    /// @param ref where it is stored; null when it is not
    public record Resolved(StateMap state, @Nullable StateRef ref) {}

    /// An event of the auth graph that may not be committed yet.
    ///
    /// @param authNo its number there; 0 when it cannot be an auth event
    public record AuthNode(long event, long stateKey, long authNo, List<Long> auths) {}

    /// Begins what an update knows.
    public Forks fork() {
        return new Forks(this);
    }

    /// What a version of a line changed; empty when only the database may know.
    public Optional<Step> step(StateRef ref) {
        Step own = steps.get(ref);
        return own != null || below == null ? Optional.ofNullable(own) : below.step(ref);
    }

    /// Remembers a version of a line that was made.
    public void made(StateRef ref, Step step, StateMap state) {
        steps.put(ref, step);
        states.put(ref, state);
    }

    /// A whole state that a write made that may not be committed yet, or that was asked for not long ago; empty when only the
    /// database may know it.
    public Optional<StateMap> state(StateRef ref) {
        StateMap own = states.get(ref);
        return own != null || below == null ? Optional.ofNullable(own) : below.state(ref);
    }

    /// Remembers a whole state that was read.
    public void read(StateRef ref, StateMap state) {
        states.put(ref, state);
    }

    /// A line of states; empty when only the database may know it.
    public Optional<Line> line(long line) {
        Line own = lines.get(line);
        return own != null || below == null ? Optional.ofNullable(own) : below.line(line);
    }

    /// Remembers where a line ends.
    public void line(Line changed) {
        lines.put(changed.line(), changed);
    }

    /// What some states were resolved to.
    public Optional<Resolved> resolved(Set<StateAfter> states) {
        Resolved own = resolved.get(states);
        return own != null || below == null ? Optional.ofNullable(own) : below.resolved(states);
    }

    /// Remembers what some states were resolved to.
    public void resolved(Set<StateAfter> states, Resolved result) {
        resolved.put(states, result);
        if (resolved.size() > MAX_RESOLVED) {
            resolved.remove(resolved.keySet().iterator().next());
        }
    }

    /// What the states after the extremities were resolved to last; null when that is not known.
    public @Nullable Frontier frontier() {
        return frontier != null || below == null ? frontier : below.frontier();
    }

    /// Remembers what the states after the extremities were resolved to.
    public void frontier(Frontier now) {
        frontier = now;
    }

    /// What is known of the current state inside of this update; null when it has to be worked out.
    public @Nullable Standing standing() {
        return standing;
    }

    /// Remembers, or forgets, what is known of the current state inside of this update.
    public void standing(@Nullable Standing now) {
        standing = now;
    }

    /// Whether an event that is not here was named as a prev by a write that may not be committed yet.
    public boolean isNamed(EventId eventId) {
        return named.contains(ByteBuffer.wrap(eventId.toStoredBytes()))
                || (below != null && below.isNamed(eventId));
    }

    /// Remembers that an event that is not here was named as a prev.
    public void name(EventId eventId) {
        named.add(ByteBuffer.wrap(eventId.toStoredBytes()));
    }

    /// Flags that were added to an event by writes that may not be committed yet.
    public long flags(long event) {
        return flags.getOrDefault(event, 0L) | (below == null ? 0 : below.flags(event));
    }

    /// Remembers that flags were added to an event.
    public void addFlags(long event, long added) {
        flags.merge(event, added, (before, more) -> before | more);
    }

    /// Remembers an event that the auth graph gets.
    public void addAuthNode(AuthNode node) {
        authNodes.add(node);
    }

    /// The number in the auth graph of an event that may not be committed yet; empty when it is committed.
    public Optional<Long> authNo(long event) {
        return authNodes().stream()
                .filter(node -> node.event() == event)
                .map(AuthNode::authNo)
                .findFirst();
    }

    /// The events that the auth graph got by writes that may not be committed yet, oldest first.
    public Collection<AuthNode> authNodes() {
        if (below == null) {
            return authNodes;
        }
        List<AuthNode> all = new ArrayList<>(below.authNodes());
        all.addAll(authNodes);
        return all;
    }

    /// Takes over what an update knew that is submitted now.
    void add(Forks update) {
        steps.putAll(update.steps);
        lines.putAll(update.lines);
        states.putAll(update.states);
        update.resolved.forEach(this::resolved);
        named.addAll(update.named);
        update.flags.forEach(this::addFlags);
        authNodes.addAll(update.authNodes);
        frontier = update.frontier == null ? frontier : update.frontier;
    }

    /// How many things are remembered.
    int size() {
        return steps.size()
                + lines.size()
                + states.size()
                + named.size()
                + flags.size()
                + authNodes.size();
    }

    /// Forgets what the database knows by now, when it is much.
    void committed() {
        Iterator<StateRef> oldest = states.keySet().iterator();
        for (int surplus = states.size() - MAX_STATES; surplus > 0; surplus--) {
            oldest.next();
            oldest.remove();
        }
        authNodes.clear();
        flags.clear();
        if (steps.size() + lines.size() + named.size() > MAX_REMEMBERED) {
            steps.clear();
            lines.clear();
            named.clear();
        }
    }

    /// Forgets everything, after a write failed.
    void clear() {
        steps.clear();
        lines.clear();
        states.clear();
        resolved.clear();
        named.clear();
        flags.clear();
        authNodes.clear();
        frontier = null;
    }
}

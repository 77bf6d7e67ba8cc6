package org.stoa.rooms.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An immutable map from the number of a state key (event type and state key together) to the event that holds it.
///
/// A hash trie of 32-way nodes over primitive numbers: two versions that differ in a few keys share all other nodes, a
/// change copies O(log n) small arrays, and {@link #forEachDifference} skips shared parts, so comparing neighbours costs
/// what differs. Each entry also keeps the version of the state line at which it was set, because closing its interval
/// on disk needs it (storage: `state_entry`).
///
/// Layout of a node: `entries` holds (key, event, from version) triples of the slots in `entryBits`, `children` the
/// nodes of the slots in `childBits`. The hash is a bijection of the key, so two keys always part within 13 levels and
/// there are no collision nodes.
public final class StateMap {
    /// No entries.
    public static final StateMap EMPTY = new StateMap(new Node(0, 0, new long[0], new Node[0]), 0);

    private static final int BITS = 5;
    private static final int TRIPLE = 3;

    private final Node root;
    private final int size;

    private StateMap(Node root, int size) {
        this.root = root;
        this.size = size;
    }

    /// What is done with each entry of a walk.
    @FunctionalInterface
    public interface EntryConsumer {
        /// Takes one entry: the state key's number, the event's number, and the version that set it.
        void accept(long stateKey, long event, long fromVersion);
    }

    /// What is done with each key that differs between two maps.
    @FunctionalInterface
    public interface DifferenceConsumer {
        /// Takes a key with the event in this map and in the other one; 0 stands for absent.
        void accept(long stateKey, long eventHere, long eventThere);
    }

    /// The number of keys.
    public int size() {
        return size;
    }

    /// The event that holds the key, or 0 when the key is absent.
    public long event(long stateKey) {
        return find(stateKey, 1);
    }

    /// The version of the state line that set the key, or 0 when the key is absent.
    public long fromVersion(long stateKey) {
        return find(stateKey, 2);
    }

    /// The map in which the key is held by the event since the version.
    public StateMap with(long stateKey, long event, long fromVersion) {
        boolean isNew = event(stateKey) == 0;
        Node changed = root.with(mix(stateKey), 0, stateKey, event, fromVersion);
        return new StateMap(changed, isNew ? size + 1 : size);
    }

    /// The map without the key; this map when it is absent.
    public StateMap without(long stateKey) {
        if (event(stateKey) == 0) {
            return this;
        }
        return new StateMap(root.without(mix(stateKey), 0, stateKey), size - 1);
    }

    /// Visits all entries, in no order.
    public void forEach(EntryConsumer consumer) {
        root.forEach(consumer);
    }

    /// Visits each key whose event is not the same in this map and the other one, in no order.
    public void forEachDifference(StateMap other, DifferenceConsumer consumer) {
        Node.difference(root, other.root, 0, consumer);
    }

    /// The same map, made of the other one's nodes wherever these hold the same, so that comparing the two, and any that are made
    /// of them by a few changes, costs what differs. Cost: both maps.
    public StateMap sharing(StateMap other) {
        Node shared = root.sharing(other.root);
        return shared == other.root ? other : new StateMap(shared, size);
    }

    /// How many entries are in nodes that are not those of the other map. Cost: these entries.
    public int entriesBeside(StateMap other) {
        return Node.entriesBeside(root, other.root);
    }

    private long find(long stateKey, int field) {
        long hash = mix(stateKey);
        Node node = root;
        while (true) {
            int bit = 1 << (int) (hash & 31);
            if ((node.entryBits & bit) != 0) {
                int at = node.entryIndex(bit);
                return node.entries[at] == stateKey ? node.entries[at + field] : 0;
            }
            if ((node.childBits & bit) == 0) {
                return 0;
            }
            node = node.children[node.childIndex(bit)];
            hash >>>= BITS;
        }
    }

    /// Spreads the bits of a number; one-to-one (each step can be undone).
    private static long mix(long key) {
        long hash = key * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 32;
        return hash;
    }

    private static final class Node {
        final int entryBits;
        final int childBits;
        final long[] entries;
        final Node[] children;

        Node(int entryBits, int childBits, long[] entries, Node[] children) {
            this.entryBits = entryBits;
            this.childBits = childBits;
            this.entries = entries;
            this.children = children;
        }

        int entryIndex(int bit) {
            return TRIPLE * Integer.bitCount(entryBits & (bit - 1));
        }

        int childIndex(int bit) {
            return Integer.bitCount(childBits & (bit - 1));
        }

        Node with(long hash, int level, long key, long event, long version) {
            int bit = 1 << (int) (hash & 31);
            if ((childBits & bit) != 0) {
                int at = childIndex(bit);
                Node child = children[at].with(hash >>> BITS, level + 1, key, event, version);
                return withChild(at, child);
            }
            if ((entryBits & bit) == 0) {
                return new Node(
                        entryBits | bit,
                        childBits,
                        inserted(entryIndex(bit), key, event, version),
                        children);
            }
            int at = entryIndex(bit);
            if (entries[at] == key) {
                long[] changed = entries.clone();
                changed[at + 1] = event;
                changed[at + 2] = version;
                return new Node(entryBits, childBits, changed, children);
            }
            return pushedDown(bit, at, hash, level, key, event, version);
        }

        /// Moves the entry that has this slot one level down, to make room for another key of the same slot.
        private Node pushedDown(
                int bit, int at, long hash, int level, long key, long event, long version) {
            int below = BITS * (level + 1);
            Node child =
                    new Node(0, 0, new long[0], new Node[0])
                            .with(
                                    mix(entries[at]) >>> below,
                                    level + 1,
                                    entries[at],
                                    entries[at + 1],
                                    entries[at + 2])
                            .with(hash >>> BITS, level + 1, key, event, version);
            Node[] more = new Node[children.length + 1];
            int place = childIndex(bit);
            System.arraycopy(children, 0, more, 0, place);
            more[place] = child;
            System.arraycopy(children, place, more, place + 1, children.length - place);
            return new Node(entryBits & ~bit, childBits | bit, removed(at), more);
        }

        Node without(long hash, int level, long key) {
            int bit = 1 << (int) (hash & 31);
            if ((entryBits & bit) != 0) {
                return new Node(entryBits & ~bit, childBits, removed(entryIndex(bit)), children);
            }
            int at = childIndex(bit);
            Node child = children[at].without(hash >>> BITS, level + 1, key);
            if (child.children.length > 0 || child.entries.length > TRIPLE) {
                return withChild(at, child);
            }
            return pulledUp(bit, at, child);
        }

        /// Replaces a child that has at most one entry left by that entry.
        private Node pulledUp(int bit, int at, Node child) {
            Node[] fewer = new Node[children.length - 1];
            System.arraycopy(children, 0, fewer, 0, at);
            System.arraycopy(children, at + 1, fewer, at, fewer.length - at);
            if (child.entries.length == 0) {
                return new Node(entryBits, childBits & ~bit, entries, fewer);
            }
            long[] more =
                    inserted(entryIndex(bit), child.entries[0], child.entries[1], child.entries[2]);
            return new Node(entryBits | bit, childBits & ~bit, more, fewer);
        }

        private Node withChild(int at, Node child) {
            Node[] changed = children.clone();
            changed[at] = child;
            return new Node(entryBits, childBits, entries, changed);
        }

        private long[] inserted(int at, long key, long event, long version) {
            long[] more = new long[entries.length + TRIPLE];
            System.arraycopy(entries, 0, more, 0, at);
            more[at] = key;
            more[at + 1] = event;
            more[at + 2] = version;
            System.arraycopy(entries, at, more, at + TRIPLE, entries.length - at);
            return more;
        }

        private long[] removed(int at) {
            long[] fewer = Arrays.copyOf(entries, entries.length - TRIPLE);
            System.arraycopy(entries, at + TRIPLE, fewer, at, fewer.length - at);
            return fewer;
        }

        /// This node with the parts of the other one that are equal; the other one when all of it is.
        Node sharing(Node other) {
            if (this == other) {
                return this;
            }
            Node[] shared = new Node[children.length];
            boolean isSame = entryBits == other.entryBits && childBits == other.childBits;
            int at = 0;
            for (int bits = childBits; bits != 0; bits &= bits - 1) {
                Node there = other.childAt(bits & -bits);
                shared[at] = there == null ? children[at] : children[at].sharing(there);
                isSame &= shared[at] == there;
                at++;
            }
            boolean hasSameEntries = Arrays.equals(entries, other.entries);
            return isSame && hasSameEntries
                    ? other
                    : new Node(
                            entryBits, childBits, hasSameEntries ? other.entries : entries, shared);
        }

        static int entriesBeside(Node here, @Nullable Node there) {
            if (here == there) {
                return 0;
            }
            int count = here.entries.length / TRIPLE;
            int at = 0;
            for (int bits = here.childBits; bits != 0; bits &= bits - 1) {
                Node below = there == null ? null : there.childAt(bits & -bits);
                count += entriesBeside(here.children[at++], below);
            }
            return count;
        }

        void forEach(EntryConsumer consumer) {
            for (int at = 0; at < entries.length; at += TRIPLE) {
                consumer.accept(entries[at], entries[at + 1], entries[at + 2]);
            }
            for (Node child : children) {
                child.forEach(consumer);
            }
        }

        static void difference(Node here, Node there, int level, DifferenceConsumer consumer) {
            if (here == there) {
                return;
            }
            int bits = here.entryBits | here.childBits | there.entryBits | there.childBits;
            while (bits != 0) {
                int bit = bits & -bits;
                bits &= bits - 1;
                Node a = here.childAt(bit);
                Node b = there.childAt(bit);
                if (a != null && b != null) {
                    difference(a, b, level + 1, consumer);
                } else if (a == null && b == null) {
                    entryDifference(here, there, bit, consumer);
                } else {
                    slotDifference(here.slot(bit), there.slot(bit), consumer);
                }
            }
        }

        /// The same of a slot that has no child in either node: what nearly all of them are.
        private static void entryDifference(
                Node here, Node there, int bit, DifferenceConsumer consumer) {
            int a = (here.entryBits & bit) == 0 ? -1 : here.entryIndex(bit);
            int b = (there.entryBits & bit) == 0 ? -1 : there.entryIndex(bit);
            if (a >= 0 && b >= 0 && here.entries[a] == there.entries[b]) {
                if (here.entries[a + 1] != there.entries[b + 1]) {
                    consumer.accept(here.entries[a], here.entries[a + 1], there.entries[b + 1]);
                }
                return;
            }
            if (a >= 0) {
                consumer.accept(here.entries[a], here.entries[a + 1], 0);
            }
            if (b >= 0) {
                consumer.accept(there.entries[b], 0, there.entries[b + 1]);
            }
        }

        private @Nullable Node childAt(int bit) {
            return (childBits & bit) == 0 ? null : children[childIndex(bit)];
        }

        /// What one slot holds, as a map of its own: an entry, a child's entries or nothing.
        private StateMap slot(int bit) {
            StateMap[] map = {EMPTY};
            if ((entryBits & bit) != 0) {
                int at = entryIndex(bit);
                return EMPTY.with(entries[at], entries[at + 1], entries[at + 2]);
            }
            Node child = childAt(bit);
            if (child != null) {
                child.forEach((key, event, version) -> map[0] = map[0].with(key, event, version));
            }
            return map[0];
        }

        private static void slotDifference(
                StateMap here, StateMap there, DifferenceConsumer consumer) {
            here.forEach(
                    (key, event, version) -> {
                        long other = there.event(key);
                        if (other != event) {
                            consumer.accept(key, event, other);
                        }
                    });
            there.forEach(
                    (key, event, version) -> {
                        if (here.event(key) == 0) {
                            consumer.accept(key, 0, event);
                        }
                    });
        }
    }
}

package org.stoa.conformance.peers;

/// Two servers that cannot reach each other until this is closed.
public final class Partition implements AutoCloseable {
    private final Peer one;
    private final Peer other;

    Partition(Peer one, Peer other) {
        this.one = one;
        this.other = other;
        one.cut();
        other.cut();
    }

    @Override
    public void close() {
        one.mend();
        other.mend();
    }
}

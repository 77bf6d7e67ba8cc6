package org.stoa.protocol.json;

import java.util.Iterator;

/// Hides `remove` of the iterator of a list that must not change.
record ReadOnlyIterator<T>(Iterator<T> inner) implements Iterator<T> {

    @Override
    public boolean hasNext() {
        return inner.hasNext();
    }

    @Override
    public T next() {
        return inner.next();
    }
}

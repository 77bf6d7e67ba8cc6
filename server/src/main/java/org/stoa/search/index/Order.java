package org.stoa.search.index;

import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;

/// The order in which events are found. It is total, and an event keeps its place in it.
@SuppressWarnings("ImmutableEnumChecker") // a Sort does not change
public enum Order {
    /// The best fitting first; of those that fit equally the newest.
    RANK(new Sort(SortField.FIELD_SCORE, newestFirst(), number())) {
        @Override
        Object[] fields(Hit hit) {
            return new Object[] {hit.rank(), hit.pos(), hit.event()};
        }
    },
    /// The newest first.
    RECENT(new Sort(newestFirst(), number())) {
        @Override
        Object[] fields(Hit hit) {
            return new Object[] {hit.pos(), hit.event()};
        }
    };

    private final Sort sort;

    Order(Sort sort) {
        this.sort = sort;
    }

    Sort sort() {
        return sort;
    }

    abstract Object[] fields(Hit hit);

    /// What was found. The number of the event comes last, the position before it.
    static Hit hit(FieldDoc found) {
        Object[] fields = found.fields;
        return new Hit(
                (Long) fields[fields.length - 1], (Long) fields[fields.length - 2], found.score);
    }

    private static SortField newestFirst() {
        return new SortField(Fields.POS, SortField.Type.LONG, true);
    }

    private static SortField number() {
        return new SortField(Fields.NUMBER, SortField.Type.LONG);
    }
}

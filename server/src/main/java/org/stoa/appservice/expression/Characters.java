package org.stoa.appservice.expression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A set of characters (code points), as ranges in order that do not touch.
record Characters(List<Range> ranges) {
    static final Characters ALL = new Characters(List.of(new Range(0, Character.MAX_CODE_POINT)));
    static final Characters DIGITS = of('0', '9');
    static final Characters SPACES = of(' ', ' ').or(of('\t', '\r'));
    static final Characters LETTERS = of('a', 'z').or(of('A', 'Z'));
    static final Characters WORD = LETTERS.or(DIGITS).or(of('_', '_'));

    /// From the first to the last, both included.
    record Range(int first, int last) {}

    Characters {
        ranges = List.copyOf(ranges);
    }

    static Characters of(int first, int last) {
        return new Characters(List.of(new Range(first, last)));
    }

    static Characters one(int character) {
        return of(character, character);
    }

    boolean contains(int character) {
        for (Range range : ranges) {
            if (character <= range.last()) {
                return character >= range.first();
            }
        }
        return false;
    }

    boolean intersects(Characters other) {
        int i = 0;
        int j = 0;
        while (i < ranges.size() && j < other.ranges.size()) {
            Range mine = ranges.get(i);
            Range its = other.ranges.get(j);
            if (mine.last() < its.first()) {
                i++;
            } else if (its.last() < mine.first()) {
                j++;
            } else {
                return true;
            }
        }
        return false;
    }

    Characters and(Characters other) {
        List<Range> common = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < ranges.size() && j < other.ranges.size()) {
            Range mine = ranges.get(i);
            Range its = other.ranges.get(j);
            int first = Math.max(mine.first(), its.first());
            int last = Math.min(mine.last(), its.last());
            if (first <= last) {
                common.add(new Range(first, last));
            }
            if (mine.last() <= its.last()) {
                i++;
            } else {
                j++;
            }
        }
        return new Characters(common);
    }

    Characters or(Characters other) {
        List<Range> all = new ArrayList<>(ranges);
        all.addAll(other.ranges);
        all.sort(Comparator.comparingInt(Range::first));
        List<Range> joined = new ArrayList<>();
        for (Range range : all) {
            Range last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && range.first() <= last.last() + 1) {
                joined.set(
                        joined.size() - 1,
                        new Range(last.first(), Math.max(last.last(), range.last())));
            } else {
                joined.add(range);
            }
        }
        return new Characters(joined);
    }

    Characters not() {
        List<Range> others = new ArrayList<>();
        int next = 0;
        for (Range range : ranges) {
            if (range.first() > next) {
                others.add(new Range(next, range.first() - 1));
            }
            next = range.last() + 1;
        }
        if (next <= Character.MAX_CODE_POINT) {
            others.add(new Range(next, Character.MAX_CODE_POINT));
        }
        return new Characters(others);
    }
}

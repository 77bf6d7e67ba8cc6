package org.stoa.protocol.push;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A glob: `*` stands for any characters, also none, `?` for one; letters match in upper and lower case.
///
/// The text is read once from left to right. A set of bits says how many of the pattern's elements may have been matched
/// by what was read: after each character, those whose next element is that character move on, and those at a `*` may also
/// stay. Nothing is ever tried again, so that no pattern makes a text take longer than its length times one word of
/// memory for each 64 elements; patterns come from users, texts from anybody.
///
/// Spec: appendices#glob-style-matching (v1.19).
public final class Glob {

    private static final int ANY = -1;

    private final String text;
    private final boolean isLiteral;

    /// The distinct characters of the pattern, folded, in order.
    private final int[] characters;

    /// For each of these, where it may stand; elements that are `?` are in all of them.
    private final long[][] positions;

    /// Where any character may stand.
    private final long[] anyPositions;

    /// After how many elements there is a `*`.
    private final long[] stars;

    private final int words;
    private final int elements;

    private Glob(String text, boolean isLiteral, int[] pattern, long[] stars) {
        this.text = text;
        this.isLiteral = isLiteral;
        this.elements = pattern.length;
        this.words = stars.length;
        this.stars = stars;
        this.characters =
                Arrays.stream(pattern).filter(c -> c != ANY).distinct().sorted().toArray();
        this.anyPositions = positions(pattern, ANY, new long[words]);
        this.positions = new long[characters.length][];
        for (int i = 0; i < characters.length; i++) {
            positions[i] = positions(pattern, characters[i], anyPositions.clone());
        }
    }

    /// Returns the glob that the text is.
    public static Glob of(String pattern) {
        List<Integer> elements = new ArrayList<>();
        List<Integer> stars = new ArrayList<>();
        pattern.codePoints()
                .forEach(
                        c -> {
                            if (c == '*') {
                                stars.add(elements.size());
                            } else {
                                elements.add(c == '?' ? ANY : fold(c));
                            }
                        });
        boolean isLiteral = stars.isEmpty() && !elements.contains(ANY);
        return new Glob(
                pattern,
                isLiteral,
                elements.stream().mapToInt(Integer::intValue).toArray(),
                bits(stars, elements.size() + 1));
    }

    /// Returns the glob that matches just the text, in which nothing has a meaning.
    static Glob ofLiteral(String text) {
        int[] elements = text.codePoints().map(Glob::fold).toArray();
        return new Glob(text, true, elements, bits(List.of(), elements.length + 1));
    }

    /// About how many bytes of memory it takes.
    public int weight() {
        int arrays = positions.length + 2;
        return 200 + 4 * characters.length + 2 * text.length() + arrays * (24 + 8 * words);
    }

    /// Whether the whole text matches.
    public boolean matches(String value) {
        if (isLiteral) {
            return text.equalsIgnoreCase(value);
        }
        return words == 1 ? run(value, false) : runLong(value, false);
    }

    /// Whether a part of the text matches that starts and ends at a word boundary: at the start or the end of the text, or
    /// beside a character that is none of `A-Z a-z 0-9 _`.
    boolean matchesWords(String value) {
        return words == 1 ? run(value, true) : runLong(value, true);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Glob glob && text.equals(glob.text) && isLiteral == glob.isLiteral;
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private boolean run(String value, boolean atWords) {
        long accepted = 1L << elements;
        long state = 0;
        int previous = ANY;
        for (int at = 0; at <= value.length(); ) {
            boolean isEnd = at == value.length();
            int current = isEnd ? ANY : value.codePointAt(at);
            boolean boundary = !(isWord(previous) && isWord(current));
            if (atWords ? boundary : at == 0) {
                state |= 1;
            }
            if ((state & accepted) != 0 && (atWords ? boundary : isEnd)) {
                return true;
            }
            if (isEnd) {
                return false;
            }
            state = ((state & positionsOf(current)[0]) << 1) | (state & stars[0]);
            previous = current;
            at += Character.charCount(current);
        }
        return false;
    }

    /// The same for patterns of 64 elements and more.
    private boolean runLong(String value, boolean atWords) {
        long[] state = new long[words];
        int previous = ANY;
        for (int at = 0; at <= value.length(); ) {
            boolean isEnd = at == value.length();
            int current = isEnd ? ANY : value.codePointAt(at);
            boolean boundary = !(isWord(previous) && isWord(current));
            if (atWords ? boundary : at == 0) {
                state[0] |= 1;
            }
            if (isSet(state, elements) && (atWords ? boundary : isEnd)) {
                return true;
            }
            if (isEnd) {
                return false;
            }
            advance(state, positionsOf(current));
            previous = current;
            at += Character.charCount(current);
        }
        return false;
    }

    private void advance(long[] state, long[] matching) {
        long carried = 0;
        for (int i = 0; i < words; i++) {
            long moving = state[i] & matching[i];
            state[i] = (moving << 1) | carried | (state[i] & stars[i]);
            carried = moving >>> 63;
        }
    }

    private long[] positionsOf(int character) {
        int at = Arrays.binarySearch(characters, fold(character));
        return at < 0 ? anyPositions : positions[at];
    }

    private static long[] positions(int[] pattern, int element, long[] bits) {
        for (int i = 0; i < pattern.length; i++) {
            if (pattern[i] == element) {
                bits[i / Long.SIZE] |= 1L << i;
            }
        }
        return bits;
    }

    private static long[] bits(List<Integer> set, int size) {
        long[] bits = new long[(size + Long.SIZE - 1) / Long.SIZE];
        for (int bit : set) {
            bits[bit / Long.SIZE] |= 1L << bit;
        }
        return bits;
    }

    private static boolean isSet(long[] bits, int bit) {
        return (bits[bit / Long.SIZE] & 1L << bit) != 0;
    }

    private static int fold(int c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    private static boolean isWord(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_';
    }
}

package org.stoa.appservice.expression;

import static org.stoa.appservice.expression.Cursor.NONE;

import java.util.List;
import java.util.Map;

/// Reads the sets of characters of an expression: classes such as `\d`, and what stands in brackets. For one thread.
final class CharactersParser {
    private static final Map<String, Characters> POSIX =
            Map.of(
                    "alpha", Characters.LETTERS,
                    "digit", Characters.DIGITS,
                    "alnum", Characters.LETTERS.or(Characters.DIGITS),
                    "lower", Characters.of('a', 'z'),
                    "upper", Characters.of('A', 'Z'),
                    "space", Characters.SPACES,
                    "word", Characters.WORD,
                    "punct",
                            Characters.of('!', '~')
                                    .and(Characters.LETTERS.or(Characters.DIGITS).not()),
                    "xdigit",
                            Characters.DIGITS
                                    .or(Characters.of('a', 'f'))
                                    .or(Characters.of('A', 'F')));

    private final Cursor cursor;

    CharactersParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /// What stands behind a backslash.
    Characters escaped() throws ExpressionException {
        int character = cursor.peek() == NONE ? NONE : cursor.next();
        return switch (character) {
            case 'd' -> Characters.DIGITS;
            case 'D' -> Characters.DIGITS.not();
            case 'w' -> Characters.WORD;
            case 'W' -> Characters.WORD.not();
            case 's' -> Characters.SPACES;
            case 'S' -> Characters.SPACES.not();
            case 'n' -> Characters.one('\n');
            case 'r' -> Characters.one('\r');
            case 't' -> Characters.one('\t');
            case 'x' -> hexadecimal(2);
            case 'u' -> hexadecimal(4);
            case NONE -> throw cursor.problem("a '\\' at the end");
            default -> {
                boolean isWord = character < 128 && Characters.WORD.contains(character);
                if (isWord && character != '_') {
                    throw cursor.problem(
                            "'\\%s' is not known here".formatted(Character.toString(character)));
                }
                yield Characters.one(character);
            }
        };
    }

    private Characters hexadecimal(int digits) throws ExpressionException {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = cursor.peek() == NONE ? NONE : Character.digit(cursor.peek(), 16);
            if (digit < 0) {
                throw cursor.problem(digits + " hexadecimal digits were expected");
            }
            value = value * 16 + digit;
            cursor.next();
        }
        return Characters.one(value);
    }

    /// What stands behind a `[`, up to its end.
    Characters bracket() throws ExpressionException {
        boolean isNegated = cursor.take('^');
        Characters set = new Characters(List.of());
        boolean isFirst = true;
        while (cursor.peek() != ']' || isFirst) {
            if (cursor.peek() == NONE) {
                throw cursor.problem("a '[' without ']'");
            }
            isFirst = false;
            set = set.or(bracketItem());
        }
        cursor.next();
        return isNegated ? set.not() : set;
    }

    private Characters bracketItem() throws ExpressionException {
        if (cursor.peek() == '[' && cursor.peek(1) == ':') {
            return posixClass();
        }
        Characters first = bracketPart();
        boolean isRange = cursor.peek() == '-' && cursor.peek(1) != NONE && cursor.peek(1) != ']';
        if (!isRange) {
            return first;
        }
        cursor.next();
        Characters last = bracketPart();
        if (!isOne(first) || !isOne(last) || start(first) > start(last)) {
            throw cursor.problem("a range such as a-z was expected");
        }
        return Characters.of(start(first), start(last));
    }

    private Characters bracketPart() throws ExpressionException {
        if (cursor.peek() == NONE) {
            throw cursor.problem("a '[' without ']'");
        }
        if (cursor.take('\\')) {
            return escaped();
        }
        return Characters.one(cursor.next());
    }

    private Characters posixClass() throws ExpressionException {
        StringBuilder name = new StringBuilder();
        cursor.next();
        cursor.next();
        while (cursor.peek() >= 'a' && cursor.peek() <= 'z') {
            name.appendCodePoint(cursor.next());
        }
        Characters known = POSIX.get(name.toString());
        if (known == null || !cursor.take(':') || !cursor.take(']')) {
            throw cursor.problem("a class such as [:alnum:] was expected");
        }
        return known;
    }

    private static boolean isOne(Characters set) {
        return set.ranges().size() == 1
                && set.ranges().getFirst().first() == set.ranges().getFirst().last();
    }

    private static int start(Characters set) {
        return set.ranges().getFirst().first();
    }
}

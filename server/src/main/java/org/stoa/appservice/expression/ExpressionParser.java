package org.stoa.appservice.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the regular expressions that bridges write into their registrations: those of POSIX, with the classes, groups and
/// quantifiers that Python and JavaScript have too. What needs going back (references, looking around) is refused.
final class ExpressionParser {
    /// Groups inside groups; nobody writes more.
    private static final int MAX_DEPTH = 50;

    private static final int MAX_REPEATS = 1_000;
    private static final int NONE = -1;

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

    private final int[] text;
    private int at;
    private int depth;

    private ExpressionParser(String text) {
        this.text = text.codePoints().toArray();
    }

    static Node parse(String text) throws ExpressionException {
        ExpressionParser parser = new ExpressionParser(text);
        Node node = parser.choice();
        if (parser.at < parser.text.length) {
            throw parser.problem("a ')' without '('");
        }
        return node;
    }

    private Node choice() throws ExpressionException {
        List<Node> parts = new ArrayList<>(List.of(sequence()));
        while (take('|')) {
            parts.add(sequence());
        }
        return parts.size() == 1 ? parts.getFirst() : new Node.Choice(parts);
    }

    private Node sequence() throws ExpressionException {
        List<Node> parts = new ArrayList<>();
        while (at < text.length && text[at] != '|' && text[at] != ')') {
            parts.add(repeated(atom()));
        }
        return new Node.Sequence(parts);
    }

    private Node repeated(Node atom) throws ExpressionException {
        Node node = atom;
        boolean isRepeated = false;
        while (true) {
            Node.@Nullable Repeat repeat = quantifier(node);
            if (repeat == null) {
                return node;
            }
            if (isRepeated) {
                throw problem("a quantifier behind a quantifier");
            }
            isRepeated = true;
            node = repeat;
            take('?'); // Which of several matches is the first to be found makes no difference
            // here.
        }
    }

    private Node.@Nullable Repeat quantifier(Node node) throws ExpressionException {
        return switch (peek()) {
            case '*' -> repeat(node, 0, Integer.MAX_VALUE);
            case '+' -> repeat(node, 1, Integer.MAX_VALUE);
            case '?' -> repeat(node, 0, 1);
            case '{' -> counted(node);
            default -> null;
        };
    }

    private Node.Repeat repeat(Node node, int least, int most) {
        at++;
        return new Node.Repeat(node, least, most);
    }

    /// `{2}`, `{2,}` or `{2,3}`; any other brace stands for itself.
    private Node.@Nullable Repeat counted(Node node) throws ExpressionException {
        int start = at;
        at++;
        int least = number();
        int most = least;
        if (take(',')) {
            most = peek() == '}' ? Integer.MAX_VALUE : number();
        }
        if (least == NONE || most == NONE || !take('}')) {
            at = start;
            return null;
        }
        boolean isBounded = most != Integer.MAX_VALUE;
        if (least > MAX_REPEATS || (isBounded && (most > MAX_REPEATS || most < least))) {
            throw problem("a number of repetitions from 0 to " + MAX_REPEATS + " was expected");
        }
        return new Node.Repeat(node, least, most);
    }

    private int number() {
        int start = at;
        int value = 0;
        while (peek() >= '0' && peek() <= '9' && at - start < 6) {
            value = value * 10 + (text[at] - '0');
            at++;
        }
        return at == start ? NONE : value;
    }

    private Node atom() throws ExpressionException {
        int character = text[at++];
        return switch (character) {
            case '(' -> group();
            case '[' -> new Node.OneOf(bracket());
            case '.' -> new Node.OneOf(Characters.ALL);
            case '^' -> new Node.Begin();
            case '$' -> new Node.End();
            case '*', '+', '?' -> {
                at--;
                throw problem("nothing to repeat");
            }
            case '\\' -> escape();
            default -> new Node.OneOf(Characters.one(character));
        };
    }

    private Node group() throws ExpressionException {
        if (++depth > MAX_DEPTH) {
            throw problem("more than " + MAX_DEPTH + " groups inside each other");
        }
        if (take('?')) {
            groupKind();
        }
        Node inner = choice();
        if (!take(')')) {
            throw problem("a '(' without ')'");
        }
        depth--;
        return inner;
    }

    /// `(?:`, `(?<name>` and `(?P<name>` only group.
    private void groupKind() throws ExpressionException {
        if (take(':')) {
            return;
        }
        take('P');
        boolean isNamed = take('<') && peek() != '=' && peek() != '!';
        while (isNamed && peek() != '>' && peek() != NONE) {
            at++;
        }
        if (!isNamed || !take('>')) {
            throw problem(
                    "only (?:...) and named groups are known; nothing may look ahead or back");
        }
    }

    private Node escape() throws ExpressionException {
        if (peek() == 'A') {
            at++;
            return new Node.Begin();
        }
        if (peek() == 'Z' || peek() == 'z') {
            at++;
            return new Node.End();
        }
        return new Node.OneOf(escapedSet());
    }

    private Characters escapedSet() throws ExpressionException {
        int character = peek();
        at++;
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
            case NONE -> throw problem("a '\\' at the end");
            default -> {
                boolean isWord = character < 128 && Characters.WORD.contains(character);
                if (isWord && character != '_') {
                    throw problem(
                            "'\\%s' is not known here".formatted(Character.toString(character)));
                }
                yield Characters.one(character);
            }
        };
    }

    private Characters hexadecimal(int digits) throws ExpressionException {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = peek() == NONE ? NONE : Character.digit(peek(), 16);
            if (digit < 0) {
                throw problem(digits + " hexadecimal digits were expected");
            }
            value = value * 16 + digit;
            at++;
        }
        return Characters.one(value);
    }

    private Characters bracket() throws ExpressionException {
        boolean isNegated = take('^');
        Characters set = new Characters(List.of());
        boolean isFirst = true;
        while (peek() != ']' || isFirst) {
            if (peek() == NONE) {
                throw problem("a '[' without ']'");
            }
            isFirst = false;
            set = set.or(bracketItem());
        }
        at++;
        return isNegated ? set.not() : set;
    }

    private Characters bracketItem() throws ExpressionException {
        if (peek() == '[' && at + 1 < text.length && text[at + 1] == ':') {
            return posixClass();
        }
        Characters first = bracketPart();
        boolean isRange = peek() == '-' && at + 1 < text.length && text[at + 1] != ']';
        if (!isRange) {
            return first;
        }
        at++;
        Characters last = bracketPart();
        if (!isOne(first) || !isOne(last) || start(first) > start(last)) {
            throw problem("a range such as a-z was expected");
        }
        return Characters.of(start(first), start(last));
    }

    private Characters bracketPart() throws ExpressionException {
        if (peek() == NONE) {
            throw problem("a '[' without ']'");
        }
        if (take('\\')) {
            return escapedSet();
        }
        return Characters.one(text[at++]);
    }

    private Characters posixClass() throws ExpressionException {
        StringBuilder name = new StringBuilder();
        at += 2;
        while (peek() >= 'a' && peek() <= 'z') {
            name.appendCodePoint(text[at++]);
        }
        Characters known = POSIX.get(name.toString());
        if (known == null || !take(':') || !take(']')) {
            throw problem("a class such as [:alnum:] was expected");
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

    private int peek() {
        return at < text.length ? text[at] : NONE;
    }

    private boolean take(char character) {
        if (peek() != character) {
            return false;
        }
        at++;
        return true;
    }

    private ExpressionException problem(String what) {
        return new ExpressionException(what + ", at character " + (Math.min(at, text.length) + 1));
    }
}

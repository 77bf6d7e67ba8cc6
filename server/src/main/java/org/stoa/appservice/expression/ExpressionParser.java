package org.stoa.appservice.expression;

import static org.stoa.appservice.expression.Cursor.NONE;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the regular expressions that bridges write into their registrations: those of POSIX, with the classes, groups and
/// quantifiers that Python and JavaScript have too. What needs going back (references, looking around) is refused.
final class ExpressionParser {
    /// Groups inside groups; nobody writes more.
    private static final int MAX_DEPTH = 50;

    private static final int MAX_REPEATS = 1_000;
    private static final int MAX_DIGITS = 6;

    private final Cursor cursor;
    private final CharactersParser sets;
    private int depth;

    private ExpressionParser(String text) {
        this.cursor = new Cursor(text);
        this.sets = new CharactersParser(cursor);
    }

    static Node parse(String text) throws ExpressionException {
        ExpressionParser parser = new ExpressionParser(text);
        Node node = parser.choice();
        if (parser.cursor.peek() != NONE) {
            throw parser.cursor.problem("a ')' without '('");
        }
        return node;
    }

    private Node choice() throws ExpressionException {
        List<Node> parts = new ArrayList<>(List.of(sequence()));
        while (cursor.take('|')) {
            parts.add(sequence());
        }
        return parts.size() == 1 ? parts.getFirst() : new Node.Choice(parts);
    }

    private Node sequence() throws ExpressionException {
        List<Node> parts = new ArrayList<>();
        while (cursor.peek() != NONE && cursor.peek() != '|' && cursor.peek() != ')') {
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
                throw cursor.problem("a quantifier behind a quantifier");
            }
            isRepeated = true;
            node = repeat;
            // Which of several matches is the first to be found makes no difference here.
            cursor.take('?');
        }
    }

    private Node.@Nullable Repeat quantifier(Node node) throws ExpressionException {
        return switch (cursor.peek()) {
            case '*' -> repeat(node, 0, Integer.MAX_VALUE);
            case '+' -> repeat(node, 1, Integer.MAX_VALUE);
            case '?' -> repeat(node, 0, 1);
            case '{' -> counted(node);
            default -> null;
        };
    }

    private Node.Repeat repeat(Node node, int least, int most) {
        cursor.next();
        return new Node.Repeat(node, least, most);
    }

    /// `{2}`, `{2,}` or `{2,3}`; any other brace stands for itself.
    private Node.@Nullable Repeat counted(Node node) throws ExpressionException {
        int start = cursor.place();
        cursor.next();
        int least = number();
        int most = least;
        if (cursor.take(',')) {
            most = cursor.peek() == '}' ? Integer.MAX_VALUE : number();
        }
        if (least == NONE || most == NONE || !cursor.take('}')) {
            cursor.back(start);
            return null;
        }
        boolean isBounded = most != Integer.MAX_VALUE;
        if (least > MAX_REPEATS || (isBounded && (most > MAX_REPEATS || most < least))) {
            throw cursor.problem(
                    "a number of repetitions from 0 to " + MAX_REPEATS + " was expected");
        }
        return new Node.Repeat(node, least, most);
    }

    private int number() {
        int digits = 0;
        int value = 0;
        while (cursor.peek() >= '0' && cursor.peek() <= '9' && digits < MAX_DIGITS) {
            value = value * 10 + (cursor.next() - '0');
            digits++;
        }
        return digits == 0 ? NONE : value;
    }

    private Node atom() throws ExpressionException {
        int place = cursor.place();
        int character = cursor.next();
        return switch (character) {
            case '(' -> group();
            case '[' -> new Node.OneOf(sets.bracket());
            case '.' -> new Node.OneOf(Characters.ALL);
            case '^' -> new Node.Begin();
            case '$' -> new Node.End();
            case '*', '+', '?' -> {
                cursor.back(place);
                throw cursor.problem("nothing to repeat");
            }
            case '\\' -> escape();
            default -> new Node.OneOf(Characters.one(character));
        };
    }

    private Node group() throws ExpressionException {
        if (++depth > MAX_DEPTH) {
            throw cursor.problem("more than " + MAX_DEPTH + " groups inside each other");
        }
        if (cursor.take('?')) {
            groupKind();
        }
        Node inner = choice();
        if (!cursor.take(')')) {
            throw cursor.problem("a '(' without ')'");
        }
        depth--;
        return inner;
    }

    /// `(?:`, `(?<name>` and `(?P<name>` only group.
    private void groupKind() throws ExpressionException {
        if (cursor.take(':')) {
            return;
        }
        cursor.take('P');
        boolean isNamed = cursor.take('<') && cursor.peek() != '=' && cursor.peek() != '!';
        while (isNamed && cursor.peek() != '>' && cursor.peek() != NONE) {
            cursor.next();
        }
        if (!isNamed || !cursor.take('>')) {
            throw cursor.problem(
                    "only (?:...) and named groups are known; nothing may look ahead or back");
        }
    }

    private Node escape() throws ExpressionException {
        if (cursor.peek() == 'A') {
            cursor.next();
            return new Node.Begin();
        }
        if (cursor.peek() == 'Z' || cursor.peek() == 'z') {
            cursor.next();
            return new Node.End();
        }
        return new Node.OneOf(sets.escaped());
    }
}

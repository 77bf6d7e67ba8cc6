package org.stoa.appservice.expression;

import java.util.BitSet;

/// A regular expression, matched from the beginning of a text but not up to its end unless it says so (`$`), as bridges have
/// come to expect. Immutable, thread-safe; the time is at most that of the text's length times the expression's.
public final class Expression {
    /// Longer ones are mistakes.
    private static final int MAX_LENGTH = 4_000;

    private final String text;
    private final Automaton automaton;

    private Expression(String text, Automaton automaton) {
        this.text = text;
        this.automaton = automaton;
    }

    /// Reads an expression. Errors: ExpressionException, which says what is wrong and where.
    public static Expression parse(String text) throws ExpressionException {
        if (text.length() > MAX_LENGTH) {
            throw new ExpressionException("it has more than " + MAX_LENGTH + " characters");
        }
        return new Expression(text, Automaton.of(ExpressionParser.parse(text)));
    }

    /// The names of a kind that a server can give out: a sigil, anything but a colon, a colon, the name of the server.
    static Expression namesOf(char sigil, String serverName) throws ExpressionException {
        StringBuilder literal = new StringBuilder();
        serverName
                .codePoints()
                .forEach(each -> literal.append("\\u").append("%04x".formatted(each)));
        return parse("\\u%04x[^:]*:%s$".formatted((int) sigil, literal));
    }

    /// Whether the text, or a beginning of it, is what the expression describes.
    public boolean matches(String name) {
        BitSet current = automaton.reach(0, true, name.isEmpty());
        int[] room = automaton.room();
        for (int at = 0; at < name.length(); ) {
            if (automaton.isDone(current)) {
                return true;
            }
            int character = name.codePointAt(at);
            at += Character.charCount(character);
            current = after(current, character, at == name.length(), room);
            if (current.isEmpty()) {
                return false;
            }
        }
        return automaton.isDone(current);
    }

    private BitSet after(BitSet current, int character, boolean atEnd, int[] room) {
        BitSet next = new BitSet(automaton.size());
        for (int step = current.nextSetBit(0); step >= 0; step = current.nextSetBit(step + 1)) {
            if (automaton.step(step) instanceof Automaton.Step.Take(Characters characters)
                    && characters.contains(character)) {
                automaton.addReach(step + 1, false, atEnd, next, room);
            }
        }
        return next;
    }

    /// Whether there is a name that both describe, of those that a server with a name can give out.
    ///
    /// @param sigil `@` or `#`
    ///
    /// Errors: ExpressionException when that would take too long to find out.
    public boolean overlaps(Expression other, char sigil, String serverName)
            throws ExpressionException {
        Automaton names = namesOf(sigil, serverName).automaton;
        return new CommonText(automaton, other.automaton, names).exists();
    }

    /// The expression as it was written.
    @Override
    public String toString() {
        return text;
    }
}

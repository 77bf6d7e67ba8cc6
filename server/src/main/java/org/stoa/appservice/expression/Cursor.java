package org.stoa.appservice.expression;

/// A place in the text of an expression. For one thread.
final class Cursor {
    /// What [#peek] returns at the end.
    static final int NONE = -1;

    private final int[] text;
    private int at;

    Cursor(String text) {
        this.text = text.codePoints().toArray();
    }

    /// The next character, which stays the next.
    int peek() {
        return peek(0);
    }

    /// A later one: 1 is the one behind the next.
    int peek(int ahead) {
        return at + ahead < text.length ? text[at + ahead] : NONE;
    }

    /// The next character, which is gone then. There must be one.
    int next() {
        return text[at++];
    }

    /// Takes the next character if it is this one.
    boolean take(char character) {
        if (peek() != character) {
            return false;
        }
        at++;
        return true;
    }

    /// Where it is, to come back to.
    int place() {
        return at;
    }

    void back(int place) {
        at = place;
    }

    ExpressionException problem(String what) {
        return new ExpressionException(what + ", at character " + (Math.min(at, text.length) + 1));
    }
}

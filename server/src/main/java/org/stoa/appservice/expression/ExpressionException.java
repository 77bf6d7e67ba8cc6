package org.stoa.appservice.expression;

/// A text is no regular expression, or one of a kind that is not matched here; the message says what and where.
public final class ExpressionException extends Exception {
    private static final long serialVersionUID = 1L;

    ExpressionException(String message) {
        super(message);
    }
}

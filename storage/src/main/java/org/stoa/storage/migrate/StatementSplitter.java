package org.stoa.storage.migrate;

import java.util.ArrayList;
import java.util.List;

/// Cuts a text into SQL statements at semicolons that stand neither in a comment nor in quotes. Comments are dropped.
final class StatementSplitter {
    private final String text;
    private final StringBuilder statement = new StringBuilder();
    private final List<String> statements = new ArrayList<>();
    private int at;

    private StatementSplitter(String text) {
        this.text = text;
    }

    static List<String> split(String text) {
        return new StatementSplitter(text).run();
    }

    private List<String> run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (text.startsWith("--", at)) {
                at = endOfLine();
            } else if (c == '\'' || c == '"') {
                takeQuoted(c);
            } else if (c == ';') {
                endStatement();
                at++;
            } else {
                statement.append(c);
                at++;
            }
        }
        endStatement();
        return statements;
    }

    private int endOfLine() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private void takeQuoted(char quote) {
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw new IllegalArgumentException("a quote without an end at " + at);
        }
        statement.append(text, at, end + 1);
        at = end + 1;
    }

    private void endStatement() {
        String sql = statement.toString().strip();
        statement.setLength(0);
        if (!sql.isEmpty()) {
            statements.add(sql);
        }
    }
}

package org.stoa.conformance.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.stoa.conformance.client.Json;

/// Makes the text of values by their shape (`spec-facts/README.md`), some of them wrong.
final class Values {
    private static final int DEEPEST = 12;

    private final Map<String, Json> named;
    private final Pool pool;
    private final Random random;

    /// How many of a thousand values are something else than their shape says.
    private final int wrong;

    Values(Map<String, Json> named, Pool pool, Random random, int wrong) {
        this.named = named;
        this.pool = pool;
        this.random = random;
        this.wrong = wrong;
    }

    /// The JSON text of a value with the shape, for a member of this name.
    String json(String name, Json shape) {
        StringBuilder text = new StringBuilder();
        write(text, name, shape, DEEPEST);
        return text.toString();
    }

    /// The plain text of a value with the shape, as it stands in a path or a query.
    String plain(String name, Json shape) {
        if (isWrong()) {
            return Nasty.text(random);
        }
        if (shape.isString()) {
            return word(name, shape.string());
        }
        return shape.isArray() ? plain(name, shape.items().getFirst()) : anyText(name);
    }

    private void write(StringBuilder text, String name, Json shape, int depth) {
        if (isWrong() || depth == 0) {
            text.append(Nasty.fragment(random));
        } else if (shape.isString()) {
            writeWord(text, name, shape.string(), depth);
        } else if (shape.isArray()) {
            writeArray(text, name, shape.items().getFirst(), depth);
        } else if (shape.has("|")) {
            List<Json> choices = shape.list("|");
            write(text, name, choices.get(random.nextInt(choices.size())), depth);
        } else {
            writeObject(text, shape, depth);
        }
    }

    private void writeWord(StringBuilder text, String name, String word, int depth) {
        if (word.startsWith("@") && named.containsKey(word.substring(1))) {
            write(text, name, named.getOrDefault(word.substring(1), Json.EMPTY), depth - 1);
            return;
        }
        switch (word) {
            case "integer", "number", "boolean", "null" -> text.append(word(name, word));
            case "object" -> text.append(random.nextBoolean() ? "{}" : "{\"body\":\"a\"}");
            case "any" -> text.append(Nasty.fragment(random));
            default -> quote(text, word(name, word));
        }
    }

    private void writeArray(StringBuilder text, String name, Json item, int depth) {
        int count = random.nextInt(4);
        text.append('[');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                text.append(',');
            }
            write(text, name, item, depth - 1);
        }
        text.append(']');
    }

    private void writeObject(StringBuilder text, Json shape, int depth) {
        List<String> members = new ArrayList<>();
        shape.members()
                .forEach(
                        (pattern, member) -> {
                            boolean optional = pattern.endsWith("?");
                            boolean left = optional ? random.nextBoolean() : isWrong();
                            if (!left) {
                                StringBuilder one = new StringBuilder();
                                String name = memberName(pattern);
                                quote(one, name);
                                one.append(':');
                                write(one, name, member, depth - 1);
                                members.add(one.toString());
                            }
                        });
        if (!members.isEmpty() && isWrong()) {
            members.add(members.getFirst());
        }
        text.append('{').append(String.join(",", members)).append('}');
    }

    private String memberName(String pattern) {
        if (pattern.equals("*")) {
            return anyText("type");
        }
        if (pattern.startsWith("/")) {
            return anyText("user_id");
        }
        return pattern.endsWith("?") ? pattern.substring(0, pattern.length() - 1) : pattern;
    }

    private String word(String name, String word) {
        if (word.startsWith("=")) {
            String[] choices = word.substring(1).split("\\|", -1);
            return choices[random.nextInt(choices.length)];
        }
        return switch (word) {
            case "integer" -> Integer.toString(random.nextInt(-2, 120));
            case "number" -> random.nextBoolean() ? "0.5" : Integer.toString(random.nextInt(5));
            case "boolean" -> Boolean.toString(random.nextBoolean());
            case "null" -> "null";
            default -> anyText(name);
        };
    }

    private String anyText(String name) {
        return pool.forName(name, random).orElseGet(() -> "text" + random.nextInt(50));
    }

    private boolean isWrong() {
        return random.nextInt(1000) < wrong;
    }

    private void quote(StringBuilder text, String value) {
        String told = isWrong() ? Nasty.text(random) : value;
        text.append('"');
        for (int i = 0; i < told.length(); i++) {
            char c = told.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}

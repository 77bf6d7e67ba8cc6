package org.stoa.specification;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

/// Reads the notation of shapes.
final class ShapeReader {
    private ShapeReader() {}

    static Shape read(String text) {
        return shape(Json.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Shape shape(Json json) {
        if (json instanceof JsonString string) {
            return word(string.value());
        }
        if (json instanceof JsonArray array && array.size() == 1) {
            return new Shape.ArrayOf(shape(array.get(0)));
        }
        if (json instanceof JsonObject object) {
            return object.array("|").map(ShapeReader::union).orElseGet(() -> members(object));
        }
        throw new IllegalArgumentException("not a shape: " + json);
    }

    private static Shape union(JsonArray choices) {
        List<Shape> shapes = new ArrayList<>();
        for (Json choice : choices) {
            shapes.add(shape(choice));
        }
        return new Shape.Union(shapes);
    }

    private static Shape word(String word) {
        if (word.equals("any")) {
            return new Shape.Any();
        }
        if (word.startsWith("@")) {
            return new Shape.Named(word.substring(1));
        }
        if (word.startsWith("=")) {
            return new Shape.Enumeration(Set.of(word.substring(1).split("\\|", -1)));
        }
        if (word.startsWith("string ")) {
            return new Shape.Scalar(
                    Shape.Kind.STRING,
                    Optional.of(Pattern.compile(word.substring("string ".length()))));
        }
        return new Shape.Scalar(
                Shape.Kind.valueOf(word.toUpperCase(Locale.ROOT)), Optional.empty());
    }

    private static Shape members(JsonObject object) {
        Map<String, Shape> required = new LinkedHashMap<>();
        Map<String, Shape> optional = new LinkedHashMap<>();
        Map<Pattern, Shape> patterns = new LinkedHashMap<>();
        Optional<Shape> others = Optional.empty();
        for (Map.Entry<String, Json> member : object) {
            String name = member.getKey();
            Shape shape = shape(member.getValue());
            if (name.equals("*")) {
                others = Optional.of(shape);
            } else if (name.startsWith("/")) {
                patterns.put(Pattern.compile(name.substring(1, name.length() - 1)), shape);
            } else if (name.endsWith("?")) {
                optional.put(name.substring(0, name.length() - 1), shape);
            } else {
                required.put(name, shape);
            }
        }
        return new Shape.Members(required, optional, patterns, others);
    }
}

package org.stoa.sync.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

/// The way to one property of an event, such as `content.body`.
///
/// Spec: appendices#dot-separated-property-paths (v1.19).
///
/// @param names names of the properties, from the outermost
record FieldPath(List<String> names) {

    FieldPath {
        names = List.copyOf(names);
    }

    /// Reads a path: names are parted by dots; `\.` stands for a dot and `\\` for a backslash inside a name.
    static FieldPath parse(String text) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escapes =
                    c == '\\'
                            && i + 1 < text.length()
                            && (text.charAt(i + 1) == '.' || text.charAt(i + 1) == '\\');
            if (escapes) {
                name.append(text.charAt(++i));
            } else if (c == '.') {
                names.add(name.toString());
                name.setLength(0);
            } else {
                name.append(c);
            }
        }
        names.add(name.toString());
        return new FieldPath(names);
    }

    /// Adds the property of `from` that the path leads to, if there is one, to `kept` at the same place.
    JsonObject copy(JsonObject from, JsonObject kept) {
        return copy(from, kept, 0).orElse(kept);
    }

    private Optional<JsonObject> copy(JsonObject from, JsonObject kept, int depth) {
        String name = names.get(depth);
        Json value = from.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (depth == names.size() - 1) {
            return Optional.of(kept.with(name, value));
        }
        if (!(value instanceof JsonObject inner)) {
            return Optional.empty();
        }
        JsonObject keptInner = kept.object(name).orElse(JsonObject.EMPTY);
        return copy(inner, keptInner, depth + 1).map(copied -> kept.with(name, copied));
    }
}

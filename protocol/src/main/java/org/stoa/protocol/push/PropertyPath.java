package org.stoa.protocol.push;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

/// The way to a property of an event, such as `content.m\.relates_to.rel_type`.
///
/// Spec: appendices#dot-separated-property-paths (v1.19).
final class PropertyPath {

    private final String text;
    private final String[] names;

    private PropertyPath(String text, List<String> names) {
        this.text = text;
        this.names = names.toArray(new String[0]);
    }

    /// A backslash keeps the meaning from a dot or a backslash after it, and stands for itself before anything else.
    static PropertyPath parse(String text) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                names.add(name.toString());
                name.setLength(0);
            } else if (c == '\\' && isEscapable(text, i + 1)) {
                i++;
                name.append(text.charAt(i));
            } else {
                name.append(c);
            }
        }
        names.add(name.toString());
        return new PropertyPath(text, names);
    }

    /// Returns the value at the end of the way, null when the way does not exist.
    @Nullable Json in(JsonObject event) {
        JsonObject object = event;
        for (int i = 0; i < names.length - 1; i++) {
            if (!(object.get(names[i]) instanceof JsonObject next)) {
                return null;
            }
            object = next;
        }
        return object.get(names[names.length - 1]);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PropertyPath path && text.equals(path.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean isEscapable(String text, int at) {
        return at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == '\\');
    }
}

package org.stoa.bench.federation;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes canonical JSON of maps with strings for names, lists, strings, whole numbers and booleans.
///
/// Spec: appendices#canonical-json (v1.19).
final class Canonical {
    private Canonical() {}

    static String of(Object value) {
        StringBuilder out = new StringBuilder(512);
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        switch (value) {
            case Map<?, ?> map -> object(map, out);
            case List<?> list -> array(list, out);
            case String text -> string(text, out);
            default -> out.append(value);
        }
    }

    private static void object(Map<?, ?> map, StringBuilder out) {
        char before = '{';
        for (Map.Entry<?, ?> member : sorted(map).entrySet()) {
            out.append(before);
            string((String) member.getKey(), out);
            out.append(':');
            write(member.getValue(), out);
            before = ',';
        }
        out.append(before == '{' ? "{}" : "}");
    }

    private static Map<?, ?> sorted(Map<?, ?> map) {
        return map instanceof SortedMap ? map : new TreeMap<>(map);
    }

    private static void array(List<?> list, StringBuilder out) {
        out.append('[');
        for (int at = 0; at < list.size(); at++) {
            if (at > 0) {
                out.append(',');
            }
            write(list.get(at), out);
        }
        out.append(']');
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        for (int at = 0; at < text.length(); at++) {
            char next = text.charAt(at);
            switch (next) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (next < ' ') {
                        out.append("\\u00").append(next < 16 ? "0" : "1");
                        out.append(Character.forDigit(next & 15, 16));
                    } else {
                        out.append(next);
                    }
                }
            }
        }
        out.append('"');
    }
}

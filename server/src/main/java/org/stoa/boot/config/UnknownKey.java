package org.stoa.boot.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Says which key was probably meant by one that does not exist.
final class UnknownKey {
    /// More changes than this and the two words have nothing to do with each other.
    private static final int MAX_DISTANCE = 6;

    /// Two slips of the finger are forgiven in the shortest words.
    private static final int MIN_DISTANCE = 2;

    private UnknownKey() {}

    static ConfigException exception(String place, String path, Collection<String> known) {
        return new ConfigException(place + ": unknown key '" + path + "'" + hint(path, known));
    }

    /// Throws the exception for the first key of a mapping that is none of `known`.
    static void refuse(ConfigValue.Mapping mapping, String path, Collection<String> known) {
        mapping.entries()
                .forEach(
                        (name, value) -> {
                            if (!known.contains(name)) {
                                throw exception(
                                        value.place(),
                                        path + "." + name,
                                        known.stream().map(key -> path + "." + key).toList());
                            }
                        });
    }

    /// Returns `; did you mean ...?`, or where to find the list when nothing is close.
    static String hint(String path, Collection<String> known) {
        return known.stream()
                .filter(each -> each.startsWith(path + "_"))
                .findFirst()
                .or(() -> closest(path, known))
                .map(each -> "; did you mean '" + each + "'?")
                .orElse("; './stoa generate-config' shows all keys");
    }

    /// Of the last word no more than half may differ, or it is another word.
    private static Optional<String> closest(String path, Collection<String> known) {
        int lastWord = path.length() - path.lastIndexOf('.') - 1;
        return known.stream()
                .min(Comparator.comparingInt(each -> distance(path, each)))
                .filter(
                        each ->
                                distance(path, each)
                                        <= Math.min(
                                                MAX_DISTANCE,
                                                Math.max(MIN_DISTANCE, lastWord / 2)));
    }

    /// Levenshtein's distance; what comes before the last dot counts like any other part.
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int change = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}

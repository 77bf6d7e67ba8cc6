package org.stoa.boot.config;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes a configuration file that names every key, with what it is for and its default.
public final class ConfigTemplate {
    private ConfigTemplate() {}

    /// Returns the file. What is in `changes`, by path, stands in it instead of the default.
    public static String render(Map<String, String> changes) {
        StringBuilder text =
                new StringBuilder(
                        """
                        # Configuration of Stoa. Every key stands here with its default; what you do not need, you can delete.
                        # A key can be overridden by an environment variable (registration.mode: STOA_REGISTRATION_MODE)
                        # and by a flag (--set registration.mode=token). An unknown key stops the start.
                        """);
        Set<String> sections = new HashSet<>();
        for (ConfigKey<?> key : ConfigKeys.ALL) {
            append(text, key, changes.get(key.path()), sections);
        }
        return text.toString();
    }

    private static <T extends @Nullable Object> void append(
            StringBuilder text, ConfigKey<T> key, @Nullable String change, Set<String> sections) {
        List<String> names = List.of(key.path().split("\\."));
        int depth = names.size() - 1;
        text.append('\n');
        for (int level = 0; level < depth; level++) {
            if (sections.add(String.join(".", names.subList(0, level + 1)))) {
                text.append("  ".repeat(level)).append(names.get(level)).append(":\n");
            }
        }
        String margin = "  ".repeat(depth);
        key.documentation()
                .lines()
                .forEach(line -> text.append(margin).append("# ").append(line).append('\n'));
        T value =
                change == null
                        ? key.initial()
                        : key.type().read(key.path(), key.type().parse(change, key.path()));
        String written = key.type().write(value, 2 * depth + 2);
        text.append(margin).append(names.getLast()).append(':');
        text.append(written.startsWith("\n") ? "" : " ").append(written).append('\n');
    }
}

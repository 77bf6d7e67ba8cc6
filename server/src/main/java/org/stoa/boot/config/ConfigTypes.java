package org.stoa.boot.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The types that keys have.
final class ConfigTypes {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12}) ?(B|KiB|MiB|GiB)");
    private static final List<String> SIZE_UNITS = List.of("B", "KiB", "MiB", "GiB");

    private ConfigTypes() {}

    /// Any text that `check` takes; `check` throws IllegalArgumentException with what it expected.
    static <T> ConfigType<T> text(Function<String, T> check) {
        return text(check, String::valueOf);
    }

    /// The same for a type whose `toString` is not what stands in a file.
    static <T> ConfigType<T> text(Function<String, T> check, Function<T, String> writer) {
        return new ScalarType<>(check, writer, true);
    }

    /// A text that no message repeats, and null when it is empty.
    static ConfigType<@Nullable String> optionalSecret(UnaryOperator<String> check) {
        return new OptionalType<>(secret(check));
    }

    /// A text that no message repeats.
    static ConfigType<String> secret(UnaryOperator<String> check) {
        return new ScalarType<>(check, String::valueOf, false);
    }

    /// Like `text`, and null when the value is empty.
    static <T> ConfigType<@Nullable T> optional(Function<String, T> check) {
        return new OptionalType<>(text(check));
    }

    static ConfigType<Integer> integer(int lowest, int highest) {
        return text(
                text -> {
                    IllegalArgumentException problem =
                            new IllegalArgumentException(
                                    "a whole number from %d to %d".formatted(lowest, highest));
                    if (!text.matches("-?[0-9]{1,9}")) {
                        throw problem;
                    }
                    int number = Integer.parseInt(text);
                    if (number < lowest || number > highest) {
                        throw problem;
                    }
                    return number;
                });
    }

    static ConfigType<Boolean> flag() {
        return text(
                text ->
                        switch (text) {
                            case "true" -> true;
                            case "false" -> false;
                            default -> throw new IllegalArgumentException("true or false");
                        });
    }

    /// One of the names of an enumeration, in small letters.
    static <E extends Enum<E>> ConfigType<E> choice(Class<E> values) {
        List<E> constants = List.of(values.getEnumConstants());
        return new ScalarType<>(
                text ->
                        constants.stream()
                                .filter(constant -> name(constant).equals(text))
                                .findFirst()
                                .orElseThrow(() -> new IllegalArgumentException(names(constants))),
                ConfigTypes::name,
                true);
    }

    private static String names(List<? extends Enum<?>> constants) {
        return "one of "
                + constants.stream().map(ConfigTypes::name).collect(Collectors.joining(", "));
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// A number of bytes, written with a unit: `256 MiB`.
    static ConfigType<Long> size() {
        return new ScalarType<>(ConfigTypes::bytes, ConfigTypes::sizeText, true);
    }

    private static long bytes(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a size such as 64 MiB or 2 GiB");
        }
        return Long.parseLong(matcher.group(1)) << (10 * SIZE_UNITS.indexOf(matcher.group(2)));
    }

    private static String sizeText(long bytes) {
        int unit = 0;
        long number = bytes;
        while (number != 0 && number % 1024 == 0 && unit < SIZE_UNITS.size() - 1) {
            number /= 1024;
            unit++;
        }
        return number + " " + SIZE_UNITS.get(unit);
    }

    /// Values with commas between them in the environment, a list in the file.
    static <T> ConfigType<List<T>> list(ConfigType<T> item) {
        return new ListType<>(item);
    }

    /// @param shown whether a message may say what was found
    private record ScalarType<T>(
            Function<String, T> reader, Function<T, String> writer, boolean shown)
            implements ConfigType<T> {
        @Override
        public T read(String path, ConfigValue value) {
            if (!(value instanceof ConfigValue.Text text)) {
                throw new ConfigException(
                        value.place() + ": " + path + ": expected a single value");
            }
            try {
                return reader.apply(text.text());
            } catch (IllegalArgumentException e) {
                String found = shown ? "; found '" + text.text() + "'" : "";
                throw new ConfigException(
                        "%s: %s: expected %s%s"
                                .formatted(value.place(), path, e.getMessage(), found));
            }
        }

        @Override
        public String write(T value, int indent) {
            String text = writer.apply(value);
            return plain(text)
                    ? text
                    : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }

        /// Whether YAML reads the text as it stands. Numbers and booleans are texts to us, so they need no quotes.
        private static boolean plain(String text) {
            return text.matches("[A-Za-z0-9/._][A-Za-z0-9/._ :@-]*")
                    && !text.contains(": ")
                    && !text.endsWith(":");
        }
    }

    private record OptionalType<T>(ConfigType<T> type) implements ConfigType<@Nullable T> {
        @Override
        public @Nullable T read(String path, ConfigValue value) {
            boolean empty =
                    value instanceof ConfigValue.Text text
                            && (text.isNull() || text.text().isEmpty());
            return empty ? null : type.read(path, value);
        }

        @Override
        public String write(@Nullable T value, int indent) {
            return value == null ? "null" : type.write(value, indent);
        }
    }

    private record ListType<T>(ConfigType<T> item) implements ConfigType<List<T>> {
        @Override
        public List<T> read(String path, ConfigValue value) {
            return switch (value) {
                case ConfigValue.Sequence sequence ->
                        sequence.items().stream().map(each -> item.read(path, each)).toList();
                case ConfigValue.Text text when text.isNull() -> List.of();
                case ConfigValue other ->
                        throw new ConfigException(
                                other.place() + ": " + path + ": expected a list");
            };
        }

        @Override
        public String write(List<T> value, int indent) {
            if (value.isEmpty()) {
                return "[]";
            }
            String margin = "\n" + " ".repeat(indent) + "- ";
            return value.stream()
                    .map(each -> margin + item.write(each, indent + 2))
                    .collect(Collectors.joining());
        }

        @Override
        public ConfigValue parse(String text, String place) {
            if (text.startsWith("[")) {
                return ConfigYaml.value(text, place);
            }
            List<ConfigValue> items = new ArrayList<>();
            Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .forEach(part -> items.add(item.parse(part, place)));
            return new ConfigValue.Sequence(items, place);
        }
    }
}

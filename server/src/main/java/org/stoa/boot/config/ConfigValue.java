package org.stoa.boot.config;

import java.util.List;
import java.util.Map;

/// A value as it was written, with the place it was written at, before a key gives it a type.
public sealed interface ConfigValue {
    /// Returns where the value stands, for messages: `stoa.yaml line 4`, `STOA_SERVER_NAME`, `--data-dir`.
    String place();

    /// A scalar. A plain `null`, `~` or nothing at all is `isNull`.
    record Text(String text, boolean isNull, String place) implements ConfigValue {}

    /// A list.
    record Sequence(List<ConfigValue> items, String place) implements ConfigValue {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// Keys with values, in the order of the file.
    record Mapping(Map<String, ConfigValue> entries, String place) implements ConfigValue {}
}

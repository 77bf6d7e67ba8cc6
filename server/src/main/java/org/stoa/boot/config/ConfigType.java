package org.stoa.boot.config;

import org.jspecify.annotations.Nullable;

/// What a key takes: how a written value is read, and how a value is written into a file.
public interface ConfigType<T extends @Nullable Object> {
    /// Returns the value; throws ConfigException, which names `path`, the place and what was expected.
    T read(String path, ConfigValue value);

    /// Returns the value as YAML that fits behind `key: ` at an indentation of `indent` spaces.
    String write(T value, int indent);

    /// Returns the value that the text of a flag or of an environment variable stands for. A list is written with commas
    /// between its items, or as YAML in brackets.
    default ConfigValue parse(String text, String place) {
        return new ConfigValue.Text(text, text.isEmpty(), place);
    }
}

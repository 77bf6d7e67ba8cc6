package org.stoa.boot.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What was set, wherever it was set: flags win over the environment, that over the file. Immutable once built.
public final class Settings {
    /// Variables that begin like ours and are none of our keys.
    private static final Set<String> OTHER_VARIABLES =
            Set.of(
                    "STOA_CONFIG",
                    "STOA_JAVA_HOME",
                    "STOA_JAVA_OPTIONS",
                    "STOA_NO_BUILD",
                    "STOA_TEST_POSTGRES");

    private final @Nullable Path file;
    private final Map<String, ConfigValue> values;
    private final List<String> warnings;

    private Settings(@Nullable Path file, Map<String, ConfigValue> values, List<String> warnings) {
        this.file = file;
        this.values = Map.copyOf(values);
        this.warnings = List.copyOf(warnings);
    }

    /// Returns the settings of `file`, when there is one, under those of `environment` and `flags`.
    ///
    /// @param flags values of flags by the path of the key
    public static Settings of(
            @Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
        Map<String, ConfigValue> values = new HashMap<>();
        if (file != null) {
            collect("", ConfigYaml.mapping(read(file), file.getFileName().toString()), values);
        }
        for (ConfigKey<?> key : ConfigKeys.ALL) {
            String text = environment.get(key.environmentName());
            if (text != null) {
                values.put(key.path(), key.type().parse(text, key.environmentName()));
            }
        }
        flags.forEach((path, text) -> values.put(path, flag(path, text)));
        return new Settings(file, values, unknownVariables(environment.keySet()));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException("there is no configuration file " + file);
        } catch (MalformedInputException e) {
            throw new ConfigException(file + ": not text in UTF-8");
        } catch (IOException e) {
            throw new ConfigException("cannot read the configuration file: " + e);
        }
    }

    private static void collect(
            String prefix, ConfigValue.Mapping mapping, Map<String, ConfigValue> values) {
        mapping.entries()
                .forEach(
                        (name, value) -> {
                            String path = prefix + name;
                            if (ConfigKeys.find(path).isPresent()) {
                                values.put(path, value);
                            } else if (isSection(path)
                                    && value instanceof ConfigValue.Mapping section) {
                                collect(path + ".", section, values);
                            } else if (!isSection(path)) {
                                throw unknown(value.place(), path);
                            } else if (!isEmpty(value)) {
                                throw new ConfigException(
                                        value.place()
                                                + ": "
                                                + path
                                                + ": expected keys below it, each on a line of its own");
                            }
                        });
    }

    private static boolean isSection(String path) {
        return ConfigKeys.ALL.stream().anyMatch(key -> key.path().startsWith(path + "."));
    }

    private static boolean isEmpty(ConfigValue value) {
        return value instanceof ConfigValue.Text text && text.isNull();
    }

    private static ConfigException unknown(String place, String path) {
        return UnknownKey.exception(place, path, keysAndSections());
    }

    private static Set<String> keysAndSections() {
        Set<String> all = new LinkedHashSet<>();
        for (ConfigKey<?> key : ConfigKeys.ALL) {
            all.add(key.path());
            for (int dot = key.path().indexOf('.');
                    dot > 0;
                    dot = key.path().indexOf('.', dot + 1)) {
                all.add(key.path().substring(0, dot));
            }
        }
        return all;
    }

    private static ConfigValue flag(String path, String text) {
        ConfigKey<?> key = ConfigKeys.find(path).orElseThrow(() -> unknown("--set " + path, path));
        return key.type().parse(text, "--set " + path);
    }

    private static List<String> unknownVariables(Set<String> names) {
        Set<String> known =
                ConfigKeys.ALL.stream().map(ConfigKey::environmentName).collect(Collectors.toSet());
        List<String> warnings = new ArrayList<>();
        names.stream()
                .filter(name -> name.startsWith("STOA_"))
                .filter(name -> !known.contains(name) && !OTHER_VARIABLES.contains(name))
                .sorted()
                .forEach(
                        name ->
                                warnings.add(
                                        "the environment variable "
                                                + name
                                                + " means nothing to Stoa"
                                                + UnknownKey.hint(name, known)));
        return warnings;
    }

    /// Returns the value of the key: what was set, or its default.
    public <T extends @Nullable Object> T get(ConfigKey<T> key) {
        ConfigValue value = values.get(key.path());
        return value == null ? key.initial() : key.type().read(key.path(), value);
    }

    /// Whether somebody set the key.
    public boolean isSet(ConfigKey<?> key) {
        return values.containsKey(key.path());
    }

    /// Returns the configuration file, if there is one.
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /// Returns what looks like a mistake and does not stop the start, one sentence each.
    public List<String> warnings() {
        return warnings;
    }
}

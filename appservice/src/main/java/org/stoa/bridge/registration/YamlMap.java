package org.stoa.bridge.registration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// A mapping of YAML, read with checks whose messages name the key.
public final class YamlMap {

    private final Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    private final String place;

    private YamlMap(@Nullable Object value, String place) {
        this.place = place;
        if (value == null) {
            return;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new RegistrationException(place + ": expected lines of the form 'key: value'");
        }
        map.forEach((key, entry) -> entries.put(String.valueOf(key), entry));
    }

    /// Returns the mapping that the text holds; an empty text is an empty one.
    ///
    /// @param source the file's name, for messages
    /// @throws RegistrationException when it is no YAML, or no mapping
    public static YamlMap parse(String yaml, String source) {
        try {
            Load load = new Load(LoadSettings.builder().setLabel(source).build());
            return new YamlMap(load.loadFromString(yaml), source);
        } catch (YamlEngineException e) {
            throw new RegistrationException(
                    source + ": not YAML: " + String.valueOf(e.getMessage()).strip());
        }
    }

    /// Returns the keys.
    public Set<String> keys() {
        return Set.copyOf(entries.keySet());
    }

    /// Checks that there are no other keys.
    ///
    /// @throws RegistrationException when there are
    public YamlMap only(String... known) {
        for (String key : entries.keySet()) {
            if (!List.of(known).contains(key)) {
                throw new RegistrationException(
                        place
                                + ": there is no key "
                                + key
                                + "; there are "
                                + String.join(", ", known));
            }
        }
        return this;
    }

    /// Returns the whole number, or the other when there is none.
    public int number(String key, int missing) {
        Object value = entries.get(key);
        if (value == null) {
            return missing;
        }
        if (value instanceof Integer number && number >= 0) {
            return number;
        }
        throw new RegistrationException(place + ": expected a whole number for " + key);
    }

    /// Returns the text; empty when there is none.
    public Optional<String> text(String key) {
        Object value = entries.get(key);
        if (value instanceof Map || value instanceof List) {
            throw new RegistrationException(place + ": expected a text for " + key);
        }
        return Optional.ofNullable(value).map(String::valueOf);
    }

    /// Returns the text, which must be there.
    public String required(String key) {
        return text(key)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new RegistrationException(place + ": " + key + " is missing"));
    }

    /// Returns the flag, or the other when there is none.
    public boolean flag(String key, boolean missing) {
        Object value = entries.get(key);
        if (value == null) {
            return missing;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new RegistrationException(place + ": expected true or false for " + key);
    }

    /// Returns the mapping; an empty one when there is none.
    public YamlMap map(String key) {
        return new YamlMap(entries.get(key), place + ", " + key);
    }

    /// Returns the texts of a list; none when there is no list.
    public List<String> texts(String key) {
        return list(key).stream().map(String::valueOf).toList();
    }

    /// Returns the mappings of a list; none when there is no list.
    public List<YamlMap> maps(String key) {
        List<YamlMap> maps = new ArrayList<>();
        for (Object entry : list(key)) {
            maps.add(new YamlMap(entry, place + ", " + key));
        }
        return maps;
    }

    private List<?> list(String key) {
        Object value = entries.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw new RegistrationException(place + ": expected a list for " + key);
    }
}

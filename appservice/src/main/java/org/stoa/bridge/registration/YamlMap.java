package org.stoa.bridge.registration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A mapping of YAML, read with checks whose messages name the key.
final class YamlMap {

    private final Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    private final String place;

    YamlMap(@Nullable Object value, String place) {
        this.place = place;
        if (value == null) {
            return;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new RegistrationException(place + ": expected lines of the form 'key: value'");
        }
        map.forEach((key, entry) -> entries.put(String.valueOf(key), entry));
    }

    Optional<String> text(String key) {
        Object value = entries.get(key);
        if (value instanceof Map || value instanceof List) {
            throw new RegistrationException(place + ": expected a text for " + key);
        }
        return Optional.ofNullable(value).map(String::valueOf);
    }

    String required(String key) {
        return text(key)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new RegistrationException(place + ": " + key + " is missing"));
    }

    boolean flag(String key, boolean missing) {
        Object value = entries.get(key);
        if (value == null) {
            return missing;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new RegistrationException(place + ": expected true or false for " + key);
    }

    YamlMap map(String key) {
        return new YamlMap(entries.get(key), place + ", " + key);
    }

    List<String> texts(String key) {
        return list(key).stream().map(String::valueOf).toList();
    }

    List<YamlMap> maps(String key) {
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

package org.stoa.bridge.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoa.protocol.json.Json;

/// Changes of a [Journal] that become durable together, and what shall happen when they are. Not safe for use by several
/// threads.
public final class Changes {

    /// In order; an empty value removes the key.
    private final Map<String, Optional<Json>> entries = new LinkedHashMap<>();

    private final List<Runnable> afterwards = new ArrayList<>();

    /// Puts a value under the key.
    public Changes put(String key, Json value) {
        entries.put(key, Optional.of(value));
        return this;
    }

    /// Removes the key, if it is there.
    public Changes remove(String key) {
        entries.put(key, Optional.empty());
        return this;
    }

    /// Runs the action once the changes are durable; not when they fail.
    public Changes afterwards(Runnable action) {
        afterwards.add(action);
        return this;
    }

    /// Adds all changes and actions of another, after those that are here.
    public Changes addAll(Changes other) {
        entries.putAll(other.entries);
        afterwards.addAll(other.afterwards);
        return this;
    }

    /// Whether nothing is changed; there may be actions.
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /// Returns how many keys are changed.
    public int size() {
        return entries.size();
    }

    /// Whether something happens afterwards.
    public boolean hasActions() {
        return !afterwards.isEmpty();
    }

    Map<String, Optional<Json>> entries() {
        return entries;
    }

    List<Runnable> actions() {
        return afterwards;
    }
}

package org.stoa.rooms.head;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.EventId;

/// What a room in memory knows of redactions whose target is not here yet. Nearly every room has none, and then nothing
/// is read for its events. Only for the holder of the room's lock.
public final class PendingTargets {
    private @Nullable Boolean anyStored;
    private final Map<EventId, List<Long>> added = new HashMap<>();

    /// The redactions that wait for an event.
    ///
    /// @param any reads whether any is stored for the room; asked once
    /// @param stored reads those that are stored for the event
    public List<Long> of(EventId target, BooleanSupplier any, Supplier<List<Long>> stored) {
        Boolean known = anyStored;
        if (known == null) {
            known = any.getAsBoolean();
            anyStored = known;
        }
        List<Long> all = new ArrayList<>(added.getOrDefault(target, List.of()));
        if (known) {
            stored.get().stream().filter(redaction -> !all.contains(redaction)).forEach(all::add);
        }
        return all;
    }

    /// Remembers a redaction whose row is on its way to its commit.
    public void add(EventId target, long redaction) {
        added.computeIfAbsent(target, each -> new ArrayList<>()).add(redaction);
    }

    /// Forgets those of an event that has come.
    public void remove(EventId target) {
        added.remove(target);
    }

    /// For how many targets something is remembered.
    int size() {
        return added.size();
    }

    /// Forgets what is stored by now.
    void committed() {
        if (!added.isEmpty()) {
            anyStored = true;
            added.clear();
        }
    }

    /// Forgets everything, after a write failed.
    void clear() {
        anyStored = null;
        added.clear();
    }
}

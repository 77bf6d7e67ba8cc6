package org.stoa.irc.queue;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a session has still to send, and what it has sent without knowing whether it arrived, each in order, by their keys in the
/// journal. To be used under the lock of its [Presence].
final class Outgoing {

    /// So many lines may be unconfirmed.
    private static final int UNCONFIRMED = 5;

    private final Map<String, Entry> waiting = new LinkedHashMap<>();
    private final Map<String, Entry> unconfirmed = new LinkedHashMap<>();
    private final Set<String> again = new HashSet<>();

    void add(String key, Entry entry) {
        waiting.put(key, entry);
    }

    /// Whether nothing is left to be sent.
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean isAllConfirmed() {
        return unconfirmed.isEmpty();
    }

    boolean isTimeToConfirm(boolean stopping) {
        return !unconfirmed.isEmpty()
                && (waiting.isEmpty() || stopping || unconfirmed.size() >= UNCONFIRMED);
    }

    /// Returns what is to be sent next, and takes it for sent, since somebody may be seen to receive it at once; null when there is
    /// nothing.
    @Nullable Entry next() {
        if (waiting.isEmpty()) {
            return null;
        }
        Map.Entry<String, Entry> next = waiting.entrySet().iterator().next();
        String key = next.getKey();
        Entry entry = next.getValue();
        waiting.remove(key);
        unconfirmed.put(key, entry);
        again.remove(key);
        return entry;
    }

    /// Forgets what was sent, and returns its keys.
    Set<String> confirmed() {
        Set<String> keys = Set.copyOf(unconfirmed.keySet());
        unconfirmed.clear();
        return keys;
    }

    /// What is unconfirmed is to be sent once more, before all else.
    void sendAgain() {
        Map<String, Entry> later = new LinkedHashMap<>(waiting);
        waiting.clear();
        waiting.putAll(unconfirmed);
        waiting.putAll(later);
        again.addAll(unconfirmed.keySet());
        unconfirmed.clear();
    }

    /// Forgets one that was seen to arrive, and returns its key; empty when there is none such.
    Optional<String> delivered(String channel, String text) {
        Optional<String> key = sent(unconfirmed, channel, text).or(() -> sentBefore(channel, text));
        key.ifPresent(
                found -> {
                    unconfirmed.remove(found);
                    waiting.remove(found);
                    again.remove(found);
                });
        return key;
    }

    /// What was sent on a connection that was lost, and has not been sent again.
    private Optional<String> sentBefore(String channel, String text) {
        Map<String, Entry> before = new LinkedHashMap<>(waiting);
        before.keySet().retainAll(again);
        return sent(before, channel, text);
    }

    private static Optional<String> sent(Map<String, Entry> entries, String channel, String text) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().text().equals(text))
                .filter(entry -> entry.getValue().target().equalsIgnoreCase(channel))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}

package org.stoa.conformance.fuzz;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What the server did wrong, once for each operation and kind of failure. Safe for use by several threads.
final class Findings {
    private final Map<String, String> byKind = new LinkedHashMap<>();
    private final Set<String> operations = new TreeSet<>();
    private final Set<String> asked = new TreeSet<>();

    /// Notes that a request for an operation is sent.
    synchronized void asked(String operation) {
        asked.add(operation);
    }

    /// For how many operations requests were sent.
    synchronized int asked() {
        return asked.size();
    }

    /// Notes a failure; returns whether it is the first of its kind.
    synchronized boolean add(String operation, String kind, String details) {
        operations.add(operation);
        return byKind.putIfAbsent(operation + ": " + kind, details) == null;
    }

    /// The operations with a failure.
    synchronized Set<String> operations() {
        return Set.copyOf(operations);
    }

    synchronized int size() {
        return byKind.size();
    }

    /// Each failure with the request that showed it.
    synchronized List<String> told() {
        return byKind.entrySet().stream()
                .map(entry -> entry.getKey() + "\n  " + entry.getValue())
                .toList();
    }
}

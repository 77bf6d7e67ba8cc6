package org.stoa.bench.scenario;

import java.util.List;
import java.util.Map;

/// A load with a question.
public interface Scenario {
    /// Short name: `S1`.
    String id();

    /// What it does, in a few words.
    String title();

    /// The settings for a size.
    List<Case> cases(Size size);

    /// Whether its figures differ between servers; otherwise a comparison runs it on one of them only.
    default boolean dependsOnServer() {
        return true;
    }

    /// Whether the server meets other servers, which only one can that a start script starts.
    default boolean federates() {
        return false;
    }

    /// More variables for the start script.
    default Map<String, String> environment() {
        return Map.of();
    }
}

package org.stoa.sync.v3;

/// Which state changes a client wants of a room, and under which name.
///
/// Spec: client-server-api#get_matrixclientv3sync, `use_state_after` (v1.19).
public enum StateForm {
    /// Up to the start of the timeline; the timeline has the others.
    BEFORE_TIMELINE("state"),
    /// Up to the end of the timeline.
    AFTER_TIMELINE("state_after"),
    /// The same under its name from before it was in the specification.
    AFTER_TIMELINE_UNSTABLE("org.matrix.msc4222.state_after");

    private final String member;

    StateForm(String member) {
        this.member = member;
    }

    /// Name of the section in the answer.
    String member() {
        return member;
    }
}

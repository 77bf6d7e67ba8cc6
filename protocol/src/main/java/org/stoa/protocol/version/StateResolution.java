package org.stoa.protocol.version;

/// How states that differ are made one.
public enum StateResolution {
    /// By depth, for room version 1. Spec: rooms/v1#state-resolution.
    V1,
    /// By power and mainline, since room version 2. Spec: rooms/v2#state-resolution.
    V2,
    /// The same from an empty state and with the conflicted subgraph, since room version 12. Spec:
    /// rooms/v12#state-resolution.
    V2_1
}

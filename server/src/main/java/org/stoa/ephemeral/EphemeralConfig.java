package org.stoa.ephemeral;

/// What the operator decides about typing and presence.
///
/// @param presence whether users see of each other who is there
public record EphemeralConfig(boolean presence) {

    /// Everything is on.
    public static final EphemeralConfig DEFAULT = new EphemeralConfig(true);
}

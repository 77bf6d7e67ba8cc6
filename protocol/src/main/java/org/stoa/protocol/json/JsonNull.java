package org.stoa.protocol.json;

/// The JSON value `null`.
public enum JsonNull implements Json {
    /// The only one.
    NULL;

    @Override
    public String toString() {
        return "null";
    }
}

package org.stoa.protocol.push;

import org.stoa.protocol.json.JsonObject;

/// A condition of an unknown kind, or one that lacks a parameter: it is never true.
record UnrecognisedCondition(JsonObject toJson) implements Condition {

    @Override
    public boolean matches(JsonObject event, PushContext context) {
        return false;
    }
}

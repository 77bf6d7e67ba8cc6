package org.stoa.protocol.push;

import org.stoa.protocol.json.JsonObject;

/// `sender_notification_permission`: the sender has the power level that notifying by this key takes.
record SenderNotificationPermission(JsonObject toJson, String key) implements Condition {

    static final String KIND = "sender_notification_permission";

    static SenderNotificationPermission of(String key) {
        return new SenderNotificationPermission(JsonObject.of("kind", KIND, "key", key), key);
    }

    @Override
    public boolean matches(JsonObject event, PushContext context) {
        return context.senderLevel() >= context.notificationLevel().applyAsLong(key);
    }
}

package org.stoa.sync.v3;

import java.util.Map;
import org.stoa.http.JsonBuffer;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.receipts.Unread;
import org.stoa.rooms.receipts.UnreadCounts;

/// `unread_notifications` and `unread_thread_notifications`: with the latter the former counts the main timeline only.
///
/// Spec: client-server-api#receiving-notifications (v1.19).
final class UnreadSection {
    private final UnreadCounts counts;
    private final EventStore events;

    UnreadSection(UnreadCounts counts, EventStore events) {
        this.counts = counts;
        this.events = events;
    }

    void write(RoomScope scope, JsonBuffer out) {
        Unread unread =
                counts.of(scope.tx(), scope.room(), scope.request().user(), scope.span().to());
        boolean byThread = scope.request().filter().timeline().unreadThreadNotifications();
        out.member("unread_notifications", json(byThread ? unread.main() : unread.total()));
        if (byThread && !unread.threads().isEmpty()) {
            out.member("unread_thread_notifications", threads(scope, unread));
        }
    }

    private JsonObject threads(RoomScope scope, Unread unread) {
        JsonObject.Builder threads = JsonObject.builder();
        for (Map.Entry<Long, Unread.Counts> thread : unread.threads().entrySet()) {
            String root = events.get(scope.tx(), thread.getKey()).eventId().toString();
            threads.put(root, json(thread.getValue()));
        }
        return threads.build();
    }

    private static JsonObject json(Unread.Counts counts) {
        return JsonObject.of(
                "notification_count",
                counts.notifications(),
                "highlight_count",
                counts.highlights());
    }
}

package org.stoa.federation.send;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoa.ephemeral.Typing;
import org.stoa.platform.Time;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.head.Rooms;
import org.stoa.storage.Names;

/// Tells other servers which users of this one begin and cease to type. Not thread-safe.
///
/// Spec: server-server-api#typing-notifications (v1.19).
final class OutgoingTyping {
    /// Servers forget after about a minute who types; somebody who goes on is told of again before.
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final Typing typing;
    private final Rooms rooms;
    private final Names names;
    private final RoomServers servers;
    private final Outbox outbox;
    private final Time time;

    /// Who is told to type in which room, and since when that was told last.
    private final Map<Long, Map<Long, Long>> told = new HashMap<>();

    OutgoingTyping(
            Typing typing,
            Rooms rooms,
            Names names,
            RoomServers servers,
            Outbox outbox,
            Time time) {
        this.typing = typing;
        this.rooms = rooms;
        this.names = names;
        this.servers = servers;
        this.outbox = outbox;
        this.time = time;
    }

    /// Whether anybody types who will have to be told of again.
    boolean isAnybody() {
        return !told.isEmpty();
    }

    /// Looks again at the rooms in which somebody types.
    void lookAgain() {
        List.copyOf(told.keySet()).forEach(this::look);
    }

    /// Tells what has changed in a room since it was looked at last.
    void look(long room) {
        Set<Long> now = new HashSet<>();
        for (long user : typing.users(room)) {
            if (servers.isLocal(user)) {
                now.add(user);
            }
        }
        Map<Long, Long> before = told.getOrDefault(room, Map.of());
        if (now.isEmpty() && before.isEmpty()) {
            return;
        }
        Map<Long, Long> after = new HashMap<>();
        List<Long> audience = servers.in(room);
        for (long user : now) {
            Long last = before.get(user);
            if (last != null && time.nanoTime() - last < AGAIN.toNanos()) {
                after.put(user, last);
                continue;
            }
            tell(audience, room, user, true);
            after.put(user, time.nanoTime());
        }
        for (long user : before.keySet()) {
            if (!now.contains(user)) {
                tell(audience, room, user, false);
            }
        }
        if (after.isEmpty()) {
            told.remove(room);
        } else {
            told.put(room, after);
        }
    }

    private void tell(List<Long> audience, long room, long user, boolean isTyping) {
        JsonObject content =
                JsonObject.of(
                        "room_id",
                        rooms.get(room).roomId().toString(),
                        "user_id",
                        names.userId(user).toString(),
                        "typing",
                        isTyping);
        EduKey key = new EduKey.Typing(room, user);
        audience.forEach(server -> outbox.offer(server, key, content, true));
    }
}

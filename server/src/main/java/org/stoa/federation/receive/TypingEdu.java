package org.stoa.federation.receive;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.stoa.ephemeral.Typing;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.head.Room;

/// Who of another server is typing. It names no time: whoever goes on is told of again.
///
/// Spec: server-server-api#typing-notifications (v1.19).
final class TypingEdu implements EduHandler {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final EduSubjects subjects;
    private final Typing typing;

    TypingEdu(EduSubjects subjects, Typing typing) {
        this.subjects = subjects;
        this.typing = typing;
    }

    @Override
    public String type() {
        return "m.typing";
    }

    @Override
    public void receive(ServerName origin, List<JsonObject> contents) {
        contents.forEach(content -> receive(origin, content));
    }

    private void receive(ServerName origin, JsonObject content) {
        Optional<UserId> user =
                content.string("user_id").flatMap(id -> EduSubjects.user(origin, id));
        Optional<Room> room = content.string("room_id").flatMap(id -> subjects.room(origin, id));
        Optional<Boolean> isTyping = content.bool("typing");
        if (user.isEmpty() || room.isEmpty() || isTyping.isEmpty()) {
            return;
        }
        subjects.member(room.get(), user.get())
                .ifPresent(
                        member -> {
                            if (isTyping.get()) {
                                typing.start(room.get().nid(), member, TIMEOUT);
                            } else {
                                typing.stop(room.get().nid(), member);
                            }
                        });
    }
}

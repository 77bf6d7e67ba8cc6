package org.stoa.boot.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.admin.ServerNotices;
import org.stoa.admin.ServerNotices.Notice;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// What the command for server notices asks of a server.
public final class NoticeCommands {
    /// Users of one request: it is answered within some seconds.
    public static final int MAX_USERS = 100;

    private final Optional<ServerNotices> notices;

    NoticeCommands(Optional<ServerNotices> notices) {
        this.notices = notices;
    }

    /// Asks to send a text to some users, at most [#MAX_USERS].
    public static JsonObject send(List<String> users, String text) {
        return JsonObject.of(
                "command", "notice.send", "users", JsonArray.ofStrings(users), "text", text);
    }

    JsonObject sent(JsonObject request) {
        if (notices.isEmpty()) {
            return JsonObject.of(
                    "error",
                    "notices.user is not set: name the user there who sends notices, and start the server anew");
        }
        Notice notice = Notice.text(request.string("text").orElseThrow());
        List<String> failed = new ArrayList<>();
        List<String> users = request.array("users").orElse(JsonArray.EMPTY).strings();
        for (String user : users) {
            try {
                notices.get().send(user, notice, Optional.empty());
            } catch (MatrixException refused) {
                failed.add(user + ": " + refused.getMessage());
            }
        }
        return JsonObject.of(
                "sent", users.size() - failed.size(), "failed", JsonArray.ofStrings(failed));
    }
}

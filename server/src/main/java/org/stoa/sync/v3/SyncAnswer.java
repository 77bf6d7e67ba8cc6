package org.stoa.sync.v3;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.http.JsonBuffer;
import org.stoa.http.JsonPieces;
import org.stoa.http.Response;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// One answer of /sync on its way: its rooms are written one after the other, and a room with a large state piece by piece, into
/// memory while the answer is small, and then to the client as they are made. For one thread at a time.
public final class SyncAnswer implements JsonPieces {
    private final Iterator<RoomTask> tasks;
    private final RoomWriter rooms;
    private final JsonBuffer begun;
    private @Nullable JsonPieces room;
    private RoomTask.@Nullable Kind heading;
    private boolean hasNews;
    private boolean isWhole;

    /// Writes one room of an answer.
    @FunctionalInterface
    interface RoomWriter {
        /// Writes the room as a member, or the beginning of it; nothing when there is nothing new in it.
        ///
        /// @param before done when there is something, before it is written
        Told write(RoomTask task, JsonBuffer out, Runnable before);
    }

    /// What came of a room.
    ///
    /// @param isNews whether something was written
    /// @param rest writes the rest of it; null when it is whole
    record Told(boolean isNews, @Nullable JsonPieces rest) {}

    /// Begins an answer.
    ///
    /// @param begun where it begins
    /// @param token since when the client goes on
    /// @param accountData global account data, as events
    /// @param presence presence events; none are left out
    SyncAnswer(
            JsonBuffer begun,
            String token,
            List<byte[]> accountData,
            List<byte[]> presence,
            List<RoomTask> tasks,
            RoomWriter rooms) {
        this.begun = begun;
        this.tasks = tasks.iterator();
        this.rooms = rooms;
        this.hasNews = !accountData.isEmpty() || !presence.isEmpty();
        begun.beginObject();
        begun.member("next_batch", token);
        begun.events("account_data", accountData);
        if (!presence.isEmpty()) {
            begun.events("presence", presence);
        }
        begun.member("device_one_time_keys_count", JsonObject.EMPTY);
        begun.member("device_unused_fallback_key_types", JsonArray.EMPTY);
        begun.name("rooms").beginObject();
    }

    /// Writes rooms until there are some for one piece of the answer, or all are written.
    void fill() {
        while (!isWhole && begun.size() < BYTES) {
            isWhole = !writeNext(begun);
        }
    }

    /// Whether all was looked at and nothing is new.
    boolean isEmpty() {
        return isWhole && !hasNews;
    }

    /// The answer that was filled, whole when it is small.
    Response response() {
        return isWhole ? Response.okJson(begun.toBytes()) : Response.json(begun, this);
    }

    @Override
    public boolean writeNext(JsonBuffer out) {
        if (room != null) {
            room = room.writeNext(out) ? room : null;
        } else if (tasks.hasNext()) {
            RoomTask task = tasks.next();
            Told told = rooms.write(task, out, () -> enter(task.kind(), out));
            hasNews |= told.isNews();
            room = told.rest();
        }
        if (room != null || tasks.hasNext()) {
            return true;
        }
        finish(out);
        return false;
    }

    private void enter(RoomTask.Kind kind, JsonBuffer out) {
        if (heading == kind) {
            return;
        }
        if (heading != null) {
            out.endObject();
        }
        heading = kind;
        out.name(kind.heading()).beginObject();
    }

    private void finish(JsonBuffer out) {
        if (heading != null) {
            out.endObject();
        }
        out.endObject();
        out.endObject();
    }
}

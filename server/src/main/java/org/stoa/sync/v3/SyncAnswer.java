package org.stoa.sync.v3;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.http.Response;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// One answer of /sync on its way: its rooms are written one after the other, into memory while the answer is small, and
/// then to the client as they are made. For one thread at a time.
public final class SyncAnswer {
    /// What is written at once; an answer that is not larger goes out whole.
    private static final int CHUNK = 256 * 1024;

    private final Iterator<RoomTask> tasks;
    private final RoomWriter rooms;
    private final JsonBuffer out = new JsonBuffer();
    private RoomTask.@Nullable Kind heading;
    private boolean hasNews;

    /// Writes one room of an answer.
    @FunctionalInterface
    interface RoomWriter {
        /// Writes the room as a member; `false`, and nothing, when there is nothing new in it.
        ///
        /// @param before done when there is something, before it is written
        boolean write(RoomTask task, JsonBuffer out, Runnable before);
    }

    /// Begins an answer.
    ///
    /// @param token since when the client goes on
    /// @param accountData global account data, as events
    /// @param presence presence events; none are left out
    SyncAnswer(
            String token,
            List<byte[]> accountData,
            List<byte[]> presence,
            List<RoomTask> tasks,
            RoomWriter rooms) {
        this.tasks = tasks.iterator();
        this.rooms = rooms;
        this.hasNews = !accountData.isEmpty() || !presence.isEmpty();
        out.beginObject();
        out.member("next_batch", token);
        out.events("account_data", accountData);
        if (!presence.isEmpty()) {
            out.events("presence", presence);
        }
        out.member("device_one_time_keys_count", JsonObject.EMPTY);
        out.member("device_unused_fallback_key_types", JsonArray.EMPTY);
        out.name("rooms").beginObject();
    }

    /// Writes rooms until there are some for one piece of the answer, or all are written.
    void fill() {
        while (tasks.hasNext() && out.size() < CHUNK) {
            write(tasks.next());
        }
        if (!tasks.hasNext()) {
            finish();
        }
    }

    /// Whether all was looked at and nothing is new.
    boolean isEmpty() {
        return !tasks.hasNext() && !hasNews;
    }

    /// The answer, whole when it is small.
    Response response(Turns turns) {
        return tasks.hasNext()
                ? Response.stream(200, "application/json", body -> stream(body, turns))
                : Response.okJson(out.toBytes());
    }

    private void stream(OutputStream body, Turns turns) throws IOException {
        while (tasks.hasNext()) {
            out.drainTo(body);
            turns.run(this::fill);
        }
        out.drainTo(body);
    }

    private void write(RoomTask task) {
        if (rooms.write(task, out, () -> enter(task.kind()))) {
            hasNews = true;
        }
    }

    private void enter(RoomTask.Kind kind) {
        if (heading == kind) {
            return;
        }
        if (heading != null) {
            out.endObject();
        }
        heading = kind;
        out.name(kind.heading()).beginObject();
    }

    private void finish() {
        if (heading != null) {
            out.endObject();
        }
        out.endObject();
        out.endObject();
    }
}

package org.stoa.sync.old;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.stoa.http.Response;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;
import org.stoa.sync.v3.JsonBuffer;
import org.stoa.sync.v3.Turns;

/// The rooms at the end of an answer, written one after the other: into memory while the answer is small, and then to the
/// client as they are made. For one thread at a time.
final class RoomList {
    /// What is written at once; an answer that is not larger goes out whole.
    private static final int CHUNK = 256 * 1024;

    private final Iterator<LocalMembership> rows;
    private final Function<LocalMembership, Optional<byte[]>> tell;
    private final JsonBuffer out;

    /// Goes on behind what was written of the answer's object.
    ///
    /// @param tell makes the text of one room; empty when nothing is told of it
    RoomList(
            JsonBuffer out,
            List<LocalMembership> rows,
            Function<LocalMembership, Optional<byte[]>> tell) {
        this.rows = rows.iterator();
        this.tell = tell;
        this.out = out;
        out.name("rooms").beginArray();
    }

    /// The answer, whole when it is small.
    Response response(Turns turns) {
        turns.run(this::fill);
        return rows.hasNext()
                ? Response.stream(200, "application/json", body -> stream(body, turns))
                : Response.okJson(out.toBytes());
    }

    private void stream(OutputStream body, Turns turns) throws IOException {
        while (rows.hasNext()) {
            out.drainTo(body);
            turns.run(this::fill);
        }
        out.drainTo(body);
    }

    private void fill() {
        while (rows.hasNext() && out.size() < CHUNK) {
            tell.apply(rows.next()).ifPresent(out::text);
        }
        if (!rows.hasNext()) {
            out.endArray().endObject();
        }
    }
}

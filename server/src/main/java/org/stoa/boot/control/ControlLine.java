package org.stoa.boot.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

/// JSON objects on a channel, one a line.
final class ControlLine {
    /// Enough for a list of some hundred thousand users, and little enough to keep in memory.
    private static final int MAX_BYTES = 64 << 20;

    private ControlLine() {}

    static void write(SocketChannel channel, JsonObject object) throws IOException {
        byte[] bytes = object.toBytes();
        ByteBuffer buffer =
                ByteBuffer.allocate(bytes.length + 1).put(bytes).put((byte) '\n').flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /// Returns the next object; empty when the other side hung up instead. Throws JsonException for a line that is none.
    static Optional<JsonObject> read(SocketChannel channel) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        while (channel.read(buffer) >= 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    return Optional.of(Json.parseObject(line.toByteArray()));
                }
                line.write(next);
            }
            if (line.size() > MAX_BYTES) {
                throw new IOException("a line is longer than " + MAX_BYTES + " bytes");
            }
            buffer.clear();
        }
        return Optional.empty();
    }
}

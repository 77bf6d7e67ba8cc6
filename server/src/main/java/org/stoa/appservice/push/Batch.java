package org.stoa.appservice.push;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.stoa.storage.Position;

/// What a transaction is made of.
///
/// @param reached up to where the stream was read
/// @param ephemeralReached up to where typing and presence were looked at
/// @param events texts of events, in their order
/// @param ephemeral texts of ephemeral events
record Batch(Position reached, long ephemeralReached, List<byte[]> events, List<byte[]> ephemeral) {
    Batch {
        events = List.copyOf(events);
        ephemeral = List.copyOf(ephemeral);
    }

    /// Whether there is nothing to tell.
    boolean isEmpty() {
        return events.isEmpty() && ephemeral.isEmpty();
    }

    /// The body of the request. Ephemeral events are there twice, the second time under the name that they had in MSC2409.
    byte[] toBody() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes("{\"events\":"));
        array(events, out);
        if (!ephemeral.isEmpty()) {
            for (String name : List.of("ephemeral", "de.sorunome.msc2409.ephemeral")) {
                out.writeBytes(bytes(",\"" + name + "\":"));
                array(ephemeral, out);
            }
        }
        out.write('}');
        return out.toByteArray();
    }

    private static void array(List<byte[]> texts, ByteArrayOutputStream out) {
        out.write('[');
        for (int i = 0; i < texts.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(texts.get(i));
        }
        out.write(']');
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

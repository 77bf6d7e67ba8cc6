package org.stoa.federation.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.stoa.http.Response;
import org.stoa.platform.Time;
import org.stoa.protocol.event.EventBytes;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.EventGraphRepository;

/// Writes answers that hold events for other servers. Large ones are written part by part, each read in a transaction of its
/// own. Thread-safe.
public final class PduAnswers {
    /// An event has up to 65,536 bytes, so that a part has about 3 MB at most.
    private static final int EVENTS = 50;

    private static final int IDS = 1_000;

    private final ServerName serverName;
    private final Database database;
    private final EventStore events;
    private final Time time;
    private final EventGraphRepository repository = new EventGraphRepository();

    /// Creates it for this server.
    public PduAnswers(ServerName serverName, Database database, EventStore events, Time time) {
        this.serverName = serverName;
        this.database = database;
        this.events = events;
        this.time = time;
    }

    /// A member of an answer: events by their numbers.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Member(String name, long[] numbers) {}

    /// The answer that has the form of a transaction.
    public Response transaction(List<StoredEvent> pdus) {
        String before =
                JsonObject.of("origin", serverName.text(), "origin_server_ts", time.millis())
                        .toString();
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        out.writeBytes(utf8(before.substring(0, before.length() - 1) + ",\"pdus\":"));
        writeArray(out, pdus);
        out.write('}');
        return Response.okJson(out.toByteArray());
    }

    /// An answer whose only member is an array of events.
    public Response array(String name, List<StoredEvent> pdus) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        out.writeBytes(utf8("{\"" + name + "\":"));
        writeArray(out, pdus);
        out.write('}');
        return Response.okJson(out.toByteArray());
    }

    /// An answer with arrays of events, which may be any number.
    public Response events(Member... members) {
        return Response.stream(200, "application/json", out -> write(out, members));
    }

    /// An answer with arrays of event ids, which may be any number.
    public Response ids(RoomRules rules, Member... members) {
        JsonObject.Builder answer = JsonObject.builder();
        for (Member member : members) {
            answer.put(member.name(), JsonArray.ofStrings(ids(rules, member.numbers())));
        }
        return Response.ok(answer.build());
    }

    private List<String> ids(RoomRules rules, long[] numbers) {
        List<String> ids = new ArrayList<>(numbers.length);
        for (int at = 0; at < numbers.length; at += IDS) {
            long[] part = Arrays.copyOfRange(numbers, at, Math.min(at + IDS, numbers.length));
            database.read(tx -> repository.byNumbers(tx, part))
                    .forEach(row -> ids.add(EventId.fromStored(row.eventId(), rules).toString()));
        }
        return ids;
    }

    private void write(OutputStream out, Member... members) throws IOException {
        String before = "{\"";
        for (Member member : members) {
            out.write(utf8(before + member.name() + "\":["));
            write(out, member.numbers());
            before = "],\"";
        }
        out.write(utf8("]}"));
    }

    private void write(OutputStream out, long[] numbers) throws IOException {
        boolean isFirst = true;
        for (int at = 0; at < numbers.length; at += EVENTS) {
            List<Long> part =
                    Arrays.stream(numbers, at, Math.min(at + EVENTS, numbers.length))
                            .boxed()
                            .toList();
            ByteArrayOutputStream text = new ByteArrayOutputStream(1024);
            for (StoredEvent event : database.read(tx -> events.readOnce(tx, part))) {
                if (!isFirst) {
                    text.write(',');
                }
                isFirst = false;
                text.writeBytes(pdu(event));
            }
            text.writeTo(out);
        }
    }

    private static void writeArray(ByteArrayOutputStream out, List<StoredEvent> pdus) {
        String before = "[";
        for (StoredEvent event : pdus) {
            out.writeBytes(utf8(before));
            out.writeBytes(pdu(event));
            before = ",";
        }
        out.writeBytes(utf8(pdus.isEmpty() ? "[]" : "]"));
    }

    private static byte[] pdu(StoredEvent event) {
        return new EventBytes(event.client(), event.federation()).toFederation();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

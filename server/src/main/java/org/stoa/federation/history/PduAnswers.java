package org.stoa.federation.history;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.stoa.federation.pdu.StoredPdus;
import org.stoa.http.JsonBuffer;
import org.stoa.http.JsonPieces;
import org.stoa.http.Response;
import org.stoa.platform.Time;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomRules;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.EventGraphRepository;

/// Writes answers that hold events for other servers. Those of any length are written piece by piece. Thread-safe.
public final class PduAnswers {
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
        JsonObject head =
                JsonObject.of("origin", serverName.text(), "origin_server_ts", time.millis());
        JsonBuffer out = new JsonBuffer().beginObject(head.toBytes());
        return Response.okJson(out.array("pdus", texts(pdus)).endObject().toBytes());
    }

    /// An answer whose only member is an array of events.
    public Response array(String name, List<StoredEvent> pdus) {
        JsonBuffer out = new JsonBuffer().beginObject();
        return Response.okJson(out.array(name, texts(pdus)).endObject().toBytes());
    }

    private static List<byte[]> texts(List<StoredEvent> pdus) {
        return pdus.stream().map(StoredPdus::text).toList();
    }

    /// An answer with arrays of events, which may be any number.
    public Response events(Member... members) {
        return arrays(members, member -> new StoredPdus(database, events, member.numbers()));
    }

    /// An answer with arrays of event ids, which may be any number.
    public Response ids(RoomRules rules, Member... members) {
        return arrays(members, member -> ids(rules, member.numbers()));
    }

    /// @param elements what writes those of a member
    private static Response arrays(Member[] members, Function<Member, JsonPieces> elements) {
        Iterator<Member> rest = List.of(members).iterator();
        return Response.json(
                new JsonBuffer().beginObject(),
                new JsonPieces() {
                    private @Nullable JsonPieces current;

                    @Override
                    public boolean writeNext(JsonBuffer out) {
                        JsonPieces array = current;
                        if (array == null && rest.hasNext()) {
                            Member member = rest.next();
                            array = elements.apply(member);
                            out.name(member.name()).beginArray();
                        }
                        if (array == null) {
                            out.endObject();
                            return false;
                        }
                        current = array.writeNext(out) ? array : null;
                        if (current == null) {
                            out.endArray();
                        }
                        return true;
                    }
                });
    }

    private JsonPieces ids(RoomRules rules, long[] numbers) {
        return new JsonPieces() {
            private int next;

            @Override
            public boolean writeNext(JsonBuffer out) {
                int end = Math.min(next + IDS, numbers.length);
                writeIds(rules, Arrays.copyOfRange(numbers, next, end), out);
                next = end;
                return end < numbers.length;
            }
        };
    }

    private void writeIds(RoomRules rules, long[] numbers, JsonBuffer out) {
        database.read(tx -> repository.byNumbers(tx, numbers))
                .forEach(
                        row ->
                                out.value(
                                        new JsonString(
                                                EventId.fromStored(row.eventId(), rules)
                                                        .toString())));
    }
}

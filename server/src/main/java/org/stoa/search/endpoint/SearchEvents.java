package org.stoa.search.endpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Fields;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.read.EventFormat;
import org.stoa.rooms.read.RoomReading;
import org.stoa.search.EventSearch;
import org.stoa.search.SearchWish;

/// Finds events by their words.
///
/// The state of rooms is sent part by part, since it may be long.
/// Spec: client-server-api#post_matrixclientv3search (v1.19).
public final class SearchEvents implements Endpoint {
    private static final Route ROUTE =
            Route.post("/search", Era.V3, Era.R0, Era.API_V1)
                    .limit(RateLimitKind.EXPENSIVE)
                    .smallBody()
                    .allowSuspended()
                    .build();

    private static final byte[] BEFORE = utf8("{\"search_categories\":{\"room_events\":");
    private static final byte[] AFTER = utf8("}}");

    private final EventSearch search;
    private final RoomReading reading;

    /// Creates the endpoint.
    public SearchEvents(EventSearch search, RoomReading reading) {
        this.search = search;
        this.reading = reading;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Optional<Fields> criteria =
                request.fields().requiredObject("search_categories").object("room_events");
        if (criteria.isEmpty()) {
            return Response.ok(JsonObject.of("search_categories", JsonObject.EMPTY));
        }
        SearchWish wish = SearchWish.of(criteria.get());
        EventFormat format = request.era() == Era.V3 ? EventFormat.CLIENT : EventFormat.LEGACY;
        EventSearch.Page page =
                search.search(
                        request.requester(),
                        wish,
                        request.query("next_batch").filter(token -> !token.isEmpty()),
                        format);
        byte[] roomEvents = page.roomEvents().toBytes();
        if (!wish.includeState() || page.rooms().isEmpty()) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.writeBytes(BEFORE);
            whole.writeBytes(roomEvents);
            whole.writeBytes(AFTER);
            return Response.okJson(whole.toByteArray());
        }
        return Response.stream(
                200,
                "application/json",
                out -> {
                    out.write(BEFORE);
                    out.write(Arrays.copyOf(roomEvents, roomEvents.length - 1));
                    out.write(utf8(",\"state\":{"));
                    writeStates(request, wish, page, format, out);
                    out.write(utf8("}}"));
                    out.write(AFTER);
                });
    }

    private void writeStates(
            Request request,
            SearchWish wish,
            EventSearch.Page page,
            EventFormat format,
            OutputStream out)
            throws IOException {
        Predicate<StoredEvent> wanted =
                event ->
                        !wish.filter().lazyLoadMembers()
                                || !event.type().equals("m.room.member")
                                || page.senders().contains(event.parsed().stateKey().orElse(""));
        String separator = "";
        for (RoomId room : page.rooms()) {
            out.write(utf8(separator));
            out.write(new JsonString(room.toString()).toBytes());
            out.write(utf8(":["));
            writeEvents(reading.state(request.requester(), room, wanted, format), out);
            out.write(utf8("]"));
            separator = ",";
        }
    }

    private static void writeEvents(Iterator<List<byte[]>> parts, OutputStream out)
            throws IOException {
        boolean first = true;
        while (parts.hasNext()) {
            for (byte[] event : parts.next()) {
                if (!first) {
                    out.write(',');
                }
                first = false;
                out.write(event);
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

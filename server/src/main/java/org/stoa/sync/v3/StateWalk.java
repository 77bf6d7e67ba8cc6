package org.stoa.sync.v3;

import java.util.ArrayList;
import java.util.List;
import org.stoa.http.JsonBuffer;
import org.stoa.http.JsonPieces;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.read.EventFilter;

/// The state events of one room on their way into an answer, a piece at a time: there may be any number of them, and each may be
/// large. For one thread at a time.
final class StateWalk {
    private final EventStore events;
    private final EventTexts texts;
    private final List<Long> numbers;
    private int next;

    /// @param numbers of the events that the client needs; of those the filter may leave some out
    StateWalk(EventStore events, EventTexts texts, List<Long> numbers) {
        this.events = events;
        this.texts = texts;
        this.numbers = numbers;
    }

    /// Whether there are more.
    boolean hasNext() {
        return next < numbers.size();
    }

    /// The texts of the next ones, about [JsonPieces#BYTES]; none only when nothing is left.
    List<byte[]> next(RoomScope scope) {
        List<byte[]> piece = new ArrayList<>();
        long bytes = 0;
        while (hasNext() && bytes < JsonPieces.BYTES) {
            for (byte[] text : some(scope)) {
                piece.add(text);
                bytes += text.length;
            }
        }
        return piece;
    }

    /// Writes the section up to what is left then: all of it, or its beginning.
    ///
    /// @param first the texts that come first
    WrittenRoom begin(RoomScope scope, List<byte[]> first, JsonBuffer out) {
        out.name(scope.request().stateForm().member()).beginObject().name("events").beginArray();
        first.forEach(out::text);
        if (hasNext()) {
            return new WrittenRoom(true, this);
        }
        end(out);
        return WrittenRoom.WHOLE;
    }

    /// Writes the next piece behind what [#begin] wrote; returns whether there is another.
    boolean writeNext(RoomScope scope, JsonBuffer out) {
        next(scope).forEach(out::text);
        if (!hasNext()) {
            end(out);
        }
        return hasNext();
    }

    /// Ends the events, the section and the room.
    private static void end(JsonBuffer out) {
        out.endArray().endObject().endObject();
    }

    private List<byte[]> some(RoomScope scope) {
        EventFilter filter = scope.request().filter().state();
        List<Long> rest = numbers.subList(next, numbers.size());
        EventStore.First first = events.first(scope.tx(), rest, JsonPieces.BYTES);
        List<StoredEvent> wanted = first.events().stream().filter(filter::wants).toList();
        List<byte[]> written = texts.first(scope, wanted, JsonPieces.BYTES);
        if (filter.lazyLoadMembers()) {
            remember(scope, wanted.subList(0, written.size()));
        }
        next +=
                written.size() == wanted.size()
                        ? first.looked()
                        : rest.indexOf(wanted.get(written.size()).event());
        return written;
    }

    /// Notes which members the client is told of.
    static void remember(RoomScope scope, List<StoredEvent> sent) {
        for (StoredEvent event : sent) {
            if (event.isState() && event.type().equals(EventTypes.MEMBER)) {
                scope.members().sending(scope.nid(), event.event());
            }
        }
    }
}

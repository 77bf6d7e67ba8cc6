package org.stoa.appservice.push;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoa.appservice.Registration;
import org.stoa.platform.Time;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.storage.Position;
import org.stoa.storage.Tx;
import org.stoa.storage.appservice.FollowRepository;
import org.stoa.storage.appservice.FollowRepository.EventRow;
import org.stoa.storage.appservice.FollowRepository.OutsideRow;

/// Reads the stream for one service: what concerns it, in order, up to the size of a transaction. For one thread at a time.
final class Reader {
    /// Events of one transaction, at most.
    static final int MAX_EVENTS = 100;

    /// Rows of one read, most of which may not concern the service.
    private static final int ROWS = 500;

    /// What a body holds before no further event is added.
    private static final int MAX_BYTES = 1 << 20;

    private final boolean withEphemeral;
    private final Source source;
    private final Interests interests;
    private final EventTexts texts;
    private final EphemeralEvents ephemeral;
    private final FollowRepository follow = new FollowRepository();

    Reader(Registration service, Source source, Time time) {
        this.withEphemeral = service.ephemeral();
        this.source = source;
        this.interests = new Interests(service, source);
        this.texts = new EventTexts(source, interests, time);
        this.ephemeral = new EphemeralEvents(source, interests);
    }

    /// Returns the next part behind a place, which may hold nothing and still have come further.
    ///
    /// @param ephemeralFrom up to where typing and presence were told
    Batch next(Position from, long ephemeralFrom) {
        Position to = source.frontier();
        long ephemeralTo = withEphemeral ? source.counter().last() : ephemeralFrom;
        return source.read(tx -> next(tx, from, to, ephemeralFrom, ephemeralTo));
    }

    private Batch next(Tx tx, Position from, Position to, long ephemeralFrom, long ephemeralTo) {
        interests.begin();
        Part part = part(tx, from.value(), to.value());
        List<byte[]> events = new ArrayList<>();
        int bytes = 0;
        Position reached = new Position(part.end());
        Ahead ahead = new Ahead(tx, part.items());
        for (Item item : part.items()) {
            StoredEvent event = event(tx, item, ahead);
            if (event != null) {
                byte[] text = texts.text(tx, event);
                events.add(text);
                bytes += text.length;
            }
            if (events.size() == MAX_EVENTS || bytes >= MAX_BYTES) {
                // Several rows of one position do not exist: it is the place of one event.
                reached = new Position(item.pos());
                break;
            }
        }
        if (!withEphemeral) {
            return new Batch(reached, ephemeralTo, events, List.of());
        }
        EphemeralEvents.Part told =
                ephemeral.read(tx, from.value(), reached.value(), ephemeralFrom, ephemeralTo);
        return new Batch(reached, told.reached(), events, told.events());
    }

    /// The event of a row if it concerns the service.
    private @Nullable StoredEvent event(Tx tx, Item item, Ahead ahead) {
        return switch (item) {
            case Live(EventRow row) -> interests.event(tx, row, ahead::get);
            case Outside(OutsideRow row) ->
                    interests.concerns(row) ? source.event(tx, row.event()) : null;
        };
    }

    /// A row of the stream.
    private sealed interface Item {
        long pos();
    }

    private record Live(EventRow row) implements Item {
        @Override
        public long pos() {
            return row.pos();
        }
    }

    private record Outside(OutsideRow row) implements Item {
        @Override
        public long pos() {
            return row.pos();
        }
    }

    /// Reads events together with those of the next rows that may concern the service.
    private final class Ahead {
        private final Tx tx;
        private final List<EventRow> rows = new ArrayList<>();
        private Map<Long, StoredEvent> known = Map.of();
        private int next;

        Ahead(Tx tx, List<Item> items) {
            this.tx = tx;
            for (Item item : items) {
                if (item instanceof Live(EventRow row)) {
                    rows.add(row);
                }
            }
        }

        /// To be asked in the order of the rows.
        StoredEvent get(long event) {
            StoredEvent found = known.get(event);
            if (found != null) {
                return found;
            }
            known = source.first(tx, fromHere(event), MAX_BYTES);
            StoredEvent read = known.get(event);
            return read == null ? source.event(tx, event) : read;
        }

        private List<Long> fromHere(long event) {
            while (rows.get(next).event() != event) {
                next++;
            }
            List<Long> numbers = new ArrayList<>();
            for (int i = next; i < rows.size() && numbers.size() < EventStore.AT_ONCE; i++) {
                if (interests.concern(tx, rows.get(i)) != Interests.Concern.NO) {
                    numbers.add(rows.get(i).event());
                }
            }
            return numbers;
        }
    }

    /// @param end up to where every row is there
    private record Part(List<Item> items, long end) {}

    private Part part(Tx tx, long from, long to) {
        List<EventRow> live = follow.events(tx, from, to, ROWS);
        long end = live.size() < ROWS ? to : live.getLast().pos();
        List<OutsideRow> outside = follow.outside(tx, from, end, ROWS);
        long last = outside.size() < ROWS ? end : outside.getLast().pos();
        List<Item> items = new ArrayList<>();
        live.stream().filter(row -> row.pos() <= last).map(Live::new).forEach(items::add);
        if (!outside.isEmpty()) {
            outside.stream().map(Outside::new).forEach(items::add);
            items.sort(Comparator.comparingLong(Item::pos));
        }
        return new Part(items, last);
    }
}

package org.stoa.directory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.PublishedRoomRepository;
import org.stoa.storage.rooms.PublishedRoomRepository.PublishedRoom;

/// Reads one page of the room directory, forwards or backwards from a place. Used once.
final class DirectoryWalk {
    /// How many rooms one request looks at at most: what is not wanted is looked at too.
    private static final int MAX_SCANNED = 5_000;

    private static final int CHUNK = 501;

    private final Database database;
    private final PublicRooms.Wish wish;
    private final int limit;
    private final LongConsumer completion;
    private final Optional<String> term;
    private final PublishedRoomRepository repository = new PublishedRoomRepository();
    private final List<Entry> page = new ArrayList<>();

    private boolean forwards = true;
    private boolean isAtBeginning = true;
    private boolean goesOn;
    private @Nullable DirectoryPlace cutAt;

    /// @param limit how many rooms the page has at most
    /// @param completion finds out what the list says of a room, and keeps it
    DirectoryWalk(Database database, PublicRooms.Wish wish, int limit, LongConsumer completion) {
        this.database = database;
        this.wish = wish;
        this.limit = limit;
        this.completion = completion;
        this.term = wish.search().map(text -> text.toLowerCase(Locale.ROOT));
    }

    /// A room of the page, with what the list says of it.
    record Entry(PublishedRoom room, JsonObject json) {}

    /// The page from a place, largest room first.
    List<Entry> from(DirectoryPlace place) {
        forwards = place.forwards();
        isAtBeginning = place.equals(DirectoryPlace.BEGINNING);
        walk(place);
        if (!forwards) {
            Collections.reverse(page);
        }
        return page;
    }

    /// Where the page behind begins; empty when there is none.
    Optional<DirectoryPlace> next() {
        if (forwards) {
            return Optional.ofNullable(cutAt)
                    .or(() -> lastOfPage().filter(last -> goesOn).map(DirectoryWalk::behind));
        }
        return lastOfPage().map(DirectoryWalk::behind);
    }

    /// Where the page before ends; empty when there is none.
    Optional<DirectoryPlace> previous() {
        Optional<DirectoryPlace> first =
                page.stream()
                        .findFirst()
                        .map(
                                entry ->
                                        DirectoryPlace.before(
                                                entry.room().members(), entry.room().room()));
        if (forwards) {
            return first.filter(place -> !isAtBeginning);
        }
        return Optional.ofNullable(cutAt).or(() -> first.filter(place -> goesOn));
    }

    private Optional<Entry> lastOfPage() {
        return page.isEmpty() ? Optional.empty() : Optional.of(page.getLast());
    }

    private static DirectoryPlace behind(Entry entry) {
        return DirectoryPlace.behind(entry.room().members(), entry.room().room());
    }

    private void walk(DirectoryPlace place) {
        DirectoryPlace at = place;
        for (int scanned = 0; scanned < MAX_SCANNED; scanned += CHUNK) {
            List<PublishedRoom> found = chunk(at);
            for (PublishedRoom room : found) {
                Optional<Entry> entry = wanted(room);
                if (entry.isPresent() && page.size() == limit) {
                    goesOn = true;
                    return;
                }
                entry.ifPresent(page::add);
                at = new DirectoryPlace(forwards, room.members(), room.room());
            }
            if (found.size() < size()) {
                return;
            }
        }
        cutAt = at;
    }

    /// One more than is missing, to know whether anything is left; many when only some of them are wanted.
    private int size() {
        boolean isFiltered = term.isPresent() || !wish.types().isEmpty();
        return isFiltered ? CHUNK : limit + 1;
    }

    private List<PublishedRoom> chunk(DirectoryPlace at) {
        List<PublishedRoom> found = read(at);
        if (found.stream().noneMatch(room -> room.listing().isEmpty())) {
            return found;
        }
        found.stream()
                .filter(room -> room.listing().isEmpty())
                .forEach(room -> completion.accept(room.room()));
        return read(at);
    }

    private List<PublishedRoom> read(DirectoryPlace at) {
        return database.read(
                tx ->
                        forwards
                                ? repository.behind(tx, at.members(), at.room(), size())
                                : repository.before(tx, at.members(), at.room(), size()));
    }

    private Optional<Entry> wanted(PublishedRoom room) {
        if (term.isPresent() && !room.words().contains(term.get())) {
            return Optional.empty();
        }
        JsonObject listing = Json.parseObject(room.listing());
        boolean isOfType =
                wish.types().isEmpty()
                        || wish.types().contains(listing.string("room_type").orElse(""));
        return isOfType
                ? Optional.of(
                        new Entry(
                                room, listing.with("num_joined_members", Json.of(room.members()))))
                : Optional.empty();
    }
}

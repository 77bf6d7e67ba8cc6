package org.stoa.search;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.read.EventFormat;
import org.stoa.search.SearchToken.Group;
import org.stoa.search.index.Hit;
import org.stoa.search.index.Order;
import org.stoa.search.index.Question;
import org.stoa.search.index.Question.Words;
import org.stoa.search.index.SearchIndex;
import org.stoa.storage.Database;
import org.stoa.storage.Names;

/// Searches events for a user: the index says which have the words, the database what they are, {@link
/// org.stoa.rooms.read.Visibility} which of them he may see. Thread-safe.
///
/// The number of results counts only what he may see: a number that told of other events would tell what is said in them.
/// Spec: client-server-api#server-side-search (v1.19).
public final class EventSearch {
    /// Words that one search may have.
    private static final int MAX_WORDS = 50;

    /// Events that one request looks at. With more, the number of results is "at least", and who finds nothing he may see
    /// among them is told where to go on.
    private static final int MAX_LOOKED = 1_000;

    private static final int AT_ONCE = 200;

    private final SearchFollower follower;
    private final Database database;
    private final Names names;
    private final RoomsModule rooms;
    private final SearchedRooms searchedRooms;
    private final ResultTexts texts;

    EventSearch(SearchFollower follower, Database database, RoomsModule rooms) {
        this.follower = follower;
        this.database = database;
        this.names = database.names();
        this.rooms = rooms;
        this.searchedRooms = new SearchedRooms(rooms.rooms(), rooms.events(), names);
        this.texts = new ResultTexts(database, rooms);
    }

    /// A page of results.
    ///
    /// @param roomEvents the category `room_events` as text, without the state of rooms
    /// @param rooms the rooms of the results
    /// @param senders who sent them
    public record Page(RoomEvents roomEvents, List<RoomId> rooms, Set<String> senders) {}

    /// The results of a search, as many as the wish says.
    ///
    /// Errors: M_INVALID_PARAM for a token that is not of this search, and for too many words.
    ///
    /// @param nextBatch where an earlier page said to go on
    public Page search(
            Requester requester, SearchWish wish, Optional<String> nextBatch, EventFormat format) {
        Optional<SearchToken> from = nextBatch.map(token -> SearchToken.parse(token, wish.order()));
        return follower.search(
                index -> {
                    Words words = Words.of(index.analyzer(), wish.term());
                    if (words.size() > MAX_WORDS) {
                        throw new MatrixException(
                                ErrorCode.INVALID_PARAM,
                                "'search_term' must have at most " + MAX_WORDS + " words");
                    }
                    ResultWalk walk = new ResultWalk(rooms, names, requester, wish);
                    walk(index, question(requester, wish, words, from), from, wish.order(), walk);
                    RoomEvents answer =
                            RoomEvents.of(
                                    wish,
                                    from,
                                    walk,
                                    Highlights.of(index.analyzer(), words, walk.page()),
                                    texts.of(requester, wish, walk.page(), format));
                    return page(answer, walk);
                });
    }

    private Question question(
            Requester requester, SearchWish wish, Words words, Optional<SearchToken> from) {
        Question question =
                new Question(
                        words,
                        wish.kinds(),
                        database.read(tx -> searchedRooms.of(tx, requester, wish.filter())),
                        wish.filter().senders().map(this::users),
                        users(wish.filter().notSenders()));
        return from.flatMap(SearchToken::group)
                .map(group -> inGroup(question, group))
                .orElse(question);
    }

    private Question inGroup(Question question, Group group) {
        return switch (group.key()) {
            case ROOM -> {
                Optional<Long> room =
                        RoomId.tryParse(group.value()).flatMap(rooms.rooms()::find).map(Room::nid);
                Optional<Long> last = room.map(question.lastOrds()::get);
                yield question.withRooms(
                        last.isPresent() ? Map.of(room.get(), last.get()) : Map.of());
            }
            case SENDER -> {
                Set<Long> sender = users(Set.of(group.value()));
                boolean isWanted =
                        question.senders().map(all -> all.containsAll(sender)).orElse(true);
                yield question.withSenders(isWanted ? sender : Set.of());
            }
        };
    }

    /// The numbers of users; those whom nobody here has met have none.
    private Set<Long> users(Set<String> userIds) {
        Set<Long> numbers = new HashSet<>();
        for (String userId : userIds) {
            UserId.tryParse(userId).flatMap(names::findUser).ifPresent(numbers::add);
        }
        return numbers;
    }

    private void walk(
            SearchIndex index,
            Question question,
            Optional<SearchToken> from,
            Order order,
            ResultWalk walk)
            throws IOException {
        Optional<Hit> after = from.map(SearchToken::after);
        for (int looked = 0; looked < MAX_LOOKED; looked += AT_ONCE) {
            List<Hit> hits = index.find(question, order, after, AT_ONCE);
            database.read(
                    tx -> {
                        walk.look(tx, hits);
                        return hits.size();
                    });
            if (hits.size() < AT_ONCE) {
                return;
            }
            // Further pages repeat the count of the first one.
            if (from.isPresent() && walk.isDecided()) {
                break;
            }
            after = Optional.of(hits.getLast());
        }
        walk.cut();
    }

    private static Page page(RoomEvents answer, ResultWalk walk) {
        Set<String> senders = new HashSet<>();
        walk.page().forEach(result -> senders.add(GroupKey.SENDER.valueOf(result.event())));
        List<RoomId> found =
                walk.page().stream().map(result -> result.event().roomId()).distinct().toList();
        return new Page(answer, found, senders);
    }
}

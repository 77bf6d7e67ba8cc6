package org.stoa.rooms.hierarchy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.hierarchy.RemoteSpaces.RemoteSpace;
import org.stoa.rooms.hierarchy.SpaceChildren.Child;
import org.stoa.rooms.preview.PreviewAccess;
import org.stoa.rooms.preview.RemoteSummary;
import org.stoa.rooms.preview.RoomSummaries;
import org.stoa.storage.Database;

/// Walks the tree of rooms below a space, depth first, each room once, so that loops end. Rooms of which neither
/// this server nor another one tells, or that the user may not see, are left out with all that is below them. Thread-safe.
///
/// A page walks again from the start over what the pages before told, which needs nothing to be kept between them and holds
/// over a restart; the walk is bounded, and so is a page, in rooms, in bytes, and in what other servers are asked ([Asking]). A page
/// may be short, or have no rooms, and others follow.
/// Spec: client-server-api#get_matrixclientv1roomsroomidhierarchy (v1.19).
public final class SpaceHierarchy {
    /// Rooms that a walk looks at: more than any community has, few enough to be quick.
    private static final int MAX_VISITED = 10_000;

    /// Children that another server is told of at once: each is a room that is looked at.
    private static final int MAX_FOR_SERVERS = 200;

    /// Characters of a page behind which it ends; with the last room it may have about 1.5 million more.
    private static final int MAX_PAGE = 3_000_000;

    /// Characters of the answer to another server behind which no more children are told: Stoa itself reads 4 MB of such an
    /// answer.
    private static final int MAX_FOR_SERVERS_CHARACTERS = 2_000_000;

    private final Rooms rooms;
    private final SpaceChildren children;
    private final RoomSummaries summaries;
    private final PreviewAccess access;
    private final RemoteSpaces elsewhere;

    /// Creates it.
    public SpaceHierarchy(
            Rooms rooms,
            EventStore events,
            Database database,
            RoomSummaries summaries,
            PreviewAccess access,
            RemoteSpaces elsewhere) {
        this.rooms = rooms;
        this.children =
                new SpaceChildren(
                        events, database, child -> elsewhere.isAskable(child.room(), child.via()));
        this.summaries = summaries;
        this.access = access;
        this.elsewhere = elsewhere;
    }

    /// A room that is still to be looked at.
    ///
    /// @param via servers that know it, found out when they are needed
    /// @param told what the server of its parent said of it
    /// @param mayBeHere whether this server has heard of it
    /// @param mayBeElsewhere whether other servers may know it
    private record Waiting(
            RoomId room,
            int depth,
            boolean mayBeHere,
            boolean mayBeElsewhere,
            Supplier<List<ServerName>> via,
            Optional<RemoteSummary> told) {}

    /// A page of the tree, as the answer has it.
    ///
    /// Errors: M_FORBIDDEN when the user may not see the space, or there is none.
    public JsonObject page(Requester requester, RoomId space, HierarchyWish wish) {
        Optional<Requester> viewer = Optional.of(requester);
        List<JsonObject> page = new ArrayList<>();
        OptionalInt end = walk(viewer, space, wish, page);
        if (page.isEmpty() && wish.skipped() == 0) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "You may not view room " + space);
        }
        JsonObject.Builder answer = JsonObject.builder();
        answer.put("rooms", JsonArray.of(page));
        if (end.isPresent()) {
            answer.put("next_batch", wish.next(wish.skipped() + page.size(), end.getAsInt()));
        }
        return answer.build();
    }

    /// A space and its children as another server gets them: one level, all at once.
    ///
    /// Errors: M_NOT_FOUND when no user of the server may see the space, or there is none.
    /// Spec: server-server-api#get_matrixfederationv1hierarchyroomid (v1.19).
    public JsonObject forServer(ServerName server, RoomId spaceId, boolean suggestedOnly) {
        Room room =
                rooms.find(spaceId)
                        .filter(found -> access.mayPreview(server, found))
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.NOT_FOUND, "No such room is here"));
        List<Child> below = children.of(room, suggestedOnly);
        JsonObject space = chunk(room, below);
        List<Json> seen = new ArrayList<>();
        List<String> unseen = new ArrayList<>();
        int left = MAX_FOR_SERVERS_CHARACTERS - space.toString().length();
        for (Child child : below.subList(0, Math.min(below.size(), MAX_FOR_SERVERS))) {
            RoomId id = child.place().room();
            Optional<Room> known = rooms.find(id);
            if (known.isEmpty() || left <= 0) {
                // "Rooms which the responding server cannot provide details on will be outright
                // excluded"
                continue;
            }
            if (access.mayPreview(server, known.get())) {
                JsonObject summary = summaries.full(known.get()).build();
                left -= summary.toString().length();
                seen.add(summary);
            } else if (access.isHere(known.get())) {
                unseen.add(id.toString());
            }
        }
        return JsonObject.builder()
                .put("room", space)
                .put("children", JsonArray.of(seen))
                .put("inaccessible_children", JsonArray.ofStrings(unseen))
                .build();
    }

    /// What a walk shows of a room, and where it goes on.
    private record Seen(Supplier<JsonObject> chunk, List<Waiting> below) {}

    /// Adds the rooms of the page and returns how many were looked at before it ended; empty when there are no more behind it.
    private OptionalInt walk(
            Optional<Requester> viewer, RoomId space, HierarchyWish wish, List<JsonObject> page) {
        Set<RoomId> seen = new HashSet<>();
        Deque<Waiting> waiting = new ArrayDeque<>();
        waiting.push(new Waiting(space, 0, true, true, List::of, Optional.empty()));
        Asking asking = new Asking(elsewhere, wish);
        int told = 0;
        int characters = 0;
        while (!waiting.isEmpty() && seen.size() < MAX_VISITED) {
            Waiting next = waiting.pop();
            int looked = seen.size();
            asking.at(looked);
            Optional<Seen> room =
                    seen.add(next.room()) ? look(viewer, next, wish, asking) : Optional.empty();
            if (asking.isSpent()) {
                return OptionalInt.of(looked);
            }
            if (room.isEmpty()) {
                continue;
            }
            if (page.size() == wish.limit() || characters > MAX_PAGE) {
                return OptionalInt.of(looked);
            }
            if (told >= wish.skipped()) {
                JsonObject chunk = room.get().chunk().get();
                characters += chunk.toString().length();
                page.add(chunk);
            }
            told++;
            if (next.depth() < wish.maxDepth()) {
                push(room.get().below(), waiting);
            }
        }
        return OptionalInt.empty();
    }

    /// What would be looked at after more rooms than a walk looks at is forgotten.
    private static void push(List<Waiting> below, Deque<Waiting> waiting) {
        below.reversed().forEach(waiting::push);
        while (waiting.size() > MAX_VISITED) {
            waiting.removeLast();
        }
    }

    private Optional<Seen> look(
            Optional<Requester> viewer, Waiting next, HierarchyWish wish, Asking asking) {
        Optional<Room> here =
                next.mayBeHere()
                        ? rooms.find(next.room()).filter(access::isHere)
                        : Optional.empty();
        if (here.isEmpty()) {
            return next.mayBeElsewhere() ? lookElsewhere(viewer, next, asking) : Optional.empty();
        }
        return here.filter(room -> access.mayPreview(viewer, room))
                .map(
                        room -> {
                            List<Child> below = children.of(room, wish.suggestedOnly());
                            return new Seen(() -> chunk(room, below), waiting(below, next));
                        });
    }

    /// A room that other servers know: told of by the server of its parent, or asked for when it is a space itself.
    private Optional<Seen> lookElsewhere(Optional<Requester> viewer, Waiting next, Asking asking) {
        boolean isEnough = next.told().filter(told -> !told.isSpace()).isPresent();
        Optional<RemoteSpace> asked =
                isEnough ? Optional.empty() : asking.find(next.room(), next.via());
        Optional<RemoteSummary> summary = asked.map(RemoteSpace::summary).or(next::told);
        if (summary.isEmpty() || !access.mayPreview(viewer, summary.get())) {
            return Optional.empty();
        }
        List<JsonObject> below = asked.map(RemoteSpace::below).orElse(List.of());
        List<Waiting> children =
                below.stream()
                        .flatMap(event -> SpaceChild.ofStripped(event).stream())
                        .filter(child -> !asked.orElseThrow().inaccessible().contains(child.room()))
                        .map(
                                child ->
                                        waiting(
                                                child,
                                                next,
                                                Optional.ofNullable(
                                                        asked.orElseThrow()
                                                                .children()
                                                                .get(child.room()))))
                        .toList();
        return Optional.of(
                new Seen(
                        () ->
                                summary.get().json().toBuilder()
                                        .put("children_state", JsonArray.of(below))
                                        .build(),
                        children));
    }

    private List<Waiting> waiting(List<Child> below, Waiting parent) {
        Set<RoomId> known = rooms.known(below.stream().map(child -> child.place().room()).toList());
        return below.stream()
                .map(
                        child ->
                                new Waiting(
                                        child.place().room(),
                                        parent.depth() + 1,
                                        known.contains(child.place().room()),
                                        child.mayBeElsewhere(),
                                        () -> via(child),
                                        Optional.empty()))
                .toList();
    }

    private List<ServerName> via(Child child) {
        return children.read(child).map(SpaceChild::via).orElse(List.of());
    }

    private Waiting waiting(SpaceChild child, Waiting parent, Optional<RemoteSummary> told) {
        boolean isAskable = told.isPresent() || elsewhere.isAskable(child.room(), child.via());
        return new Waiting(child.room(), parent.depth() + 1, true, isAskable, child::via, told);
    }

    private JsonObject chunk(Room room, List<Child> below) {
        return summaries
                .full(room)
                .put("children_state", JsonArray.of(children.shown(below)))
                .build();
    }
}

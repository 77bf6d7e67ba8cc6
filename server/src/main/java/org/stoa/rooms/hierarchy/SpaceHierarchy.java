package org.stoa.rooms.hierarchy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import org.stoa.rooms.preview.PreviewAccess;
import org.stoa.rooms.preview.RemoteSummary;
import org.stoa.rooms.preview.RoomSummaries;
import org.stoa.storage.Names;

/// Walks the tree of rooms below a space, depth first, each room once, so that loops end. Rooms that this server does not
/// have, or the user may not see, are left out with all that is below them. Thread-safe.
///
/// A page walks again from the start over what the pages before told, which needs nothing to be kept between them and holds
/// over a restart; the walk is bounded.
/// Spec: client-server-api#get_matrixclientv1roomsroomidhierarchy (v1.19).
public final class SpaceHierarchy {
    /// Rooms that a walk looks at: more than any community has, few enough to be quick.
    private static final int MAX_VISITED = 10_000;

    /// Rooms that other servers are asked about for one page; somebody waits for it.
    private static final int MAX_REQUESTS = 10;

    /// Children that another server is told of at once: each is a room that is looked at.
    private static final int MAX_FOR_SERVERS = 200;

    private final Rooms rooms;
    private final SpaceChildren children;
    private final RoomSummaries summaries;
    private final PreviewAccess access;
    private final RemoteSpaces elsewhere;

    /// Creates it.
    public SpaceHierarchy(
            Rooms rooms,
            EventStore events,
            Names names,
            RoomSummaries summaries,
            PreviewAccess access,
            RemoteSpaces elsewhere) {
        this.rooms = rooms;
        this.children = new SpaceChildren(events, names);
        this.summaries = summaries;
        this.access = access;
        this.elsewhere = elsewhere;
    }

    /// A room that is still to be looked at.
    ///
    /// @param via servers that know it
    /// @param told what the server of its parent said of it
    private record Waiting(
            RoomId room, int depth, List<ServerName> via, Optional<RemoteSummary> told) {}

    /// A page of the tree, as the answer has it.
    ///
    /// Errors: M_FORBIDDEN when the user may not see the space, or there is none.
    public JsonObject page(Requester requester, RoomId space, HierarchyWish wish) {
        Optional<Requester> viewer = Optional.of(requester);
        List<JsonObject> page = new ArrayList<>();
        boolean isMore = walk(viewer, space, wish, page);
        if (page.isEmpty() && wish.skipped() == 0) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "You may not view room " + space);
        }
        JsonObject.Builder answer = JsonObject.builder();
        answer.put("rooms", JsonArray.of(page));
        if (isMore) {
            answer.put("next_batch", wish.next(wish.skipped() + page.size()));
        }
        return answer.build();
    }

    /// A space and its children as another server gets them: one level, all at once.
    ///
    /// Errors: M_NOT_FOUND when no user of the server may see the space, or there is none.
    /// Spec: server-server-api#get_matrixfederationv1hierarchyroomid (v1.19).
    public JsonObject forServer(ServerName server, RoomId space, boolean suggestedOnly) {
        Room room =
                rooms.find(space)
                        .filter(found -> access.mayPreview(server, found))
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.NOT_FOUND, "No such room is here"));
        List<SpaceChild> below = children.of(room, suggestedOnly);
        List<Json> seen = new ArrayList<>();
        List<String> unseen = new ArrayList<>();
        for (SpaceChild child : below.subList(0, Math.min(below.size(), MAX_FOR_SERVERS))) {
            Optional<Room> known = rooms.find(child.room());
            if (known.isEmpty()) {
                // "Rooms which the responding server cannot provide details on will be outright
                // excluded"
                continue;
            }
            if (access.mayPreview(server, known.get())) {
                seen.add(summaries.full(known.get()).build());
            } else if (access.isHere(known.get())) {
                unseen.add(child.room().toString());
            }
        }
        return JsonObject.builder()
                .put("room", chunk(room, below))
                .put("children", JsonArray.of(seen))
                .put("inaccessible_children", JsonArray.ofStrings(unseen))
                .build();
    }

    /// What a walk shows of a room, and where it goes on.
    private record Seen(JsonObject chunk, List<Waiting> below) {}

    /// Adds the rooms of the page and returns whether there are more behind it.
    private boolean walk(
            Optional<Requester> viewer, RoomId space, HierarchyWish wish, List<JsonObject> page) {
        Set<RoomId> seen = new HashSet<>();
        Deque<Waiting> waiting = new ArrayDeque<>();
        waiting.push(new Waiting(space, 0, List.of(), Optional.empty()));
        Requests requests = new Requests();
        int told = 0;
        while (!waiting.isEmpty() && seen.size() < MAX_VISITED) {
            Waiting next = waiting.pop();
            Optional<Seen> room =
                    seen.add(next.room()) ? look(viewer, next, wish, requests) : Optional.empty();
            if (room.isEmpty()) {
                continue;
            }
            if (page.size() == wish.limit()) {
                return true;
            }
            if (told >= wish.skipped()) {
                page.add(room.get().chunk());
            }
            told++;
            if (next.depth() < wish.maxDepth()) {
                room.get().below().reversed().forEach(waiting::push);
            }
        }
        return false;
    }

    /// How many rooms other servers were asked about for one page.
    private static final class Requests {
        private int made;
    }

    private Optional<Seen> look(
            Optional<Requester> viewer, Waiting next, HierarchyWish wish, Requests requests) {
        Optional<Room> here = rooms.find(next.room()).filter(access::isHere);
        if (here.isEmpty()) {
            return lookElsewhere(viewer, next, wish, requests);
        }
        return here.filter(room -> access.mayPreview(viewer, room))
                .map(
                        room -> {
                            List<SpaceChild> below = children.of(room, wish.suggestedOnly());
                            return new Seen(
                                    chunk(room, below),
                                    below.stream()
                                            .map(child -> waiting(child, next, Optional.empty()))
                                            .toList());
                        });
    }

    /// A room that other servers know: told of by the server of its parent, or asked for when it is a space itself.
    private Optional<Seen> lookElsewhere(
            Optional<Requester> viewer, Waiting next, HierarchyWish wish, Requests requests) {
        boolean isEnough = next.told().filter(told -> !told.isSpace()).isPresent();
        Optional<RemoteSpace> asked =
                isEnough ? Optional.empty() : ask(next, wish.suggestedOnly(), requests);
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
        JsonObject chunk =
                summary.get().json().toBuilder().put("children_state", JsonArray.of(below)).build();
        return Optional.of(new Seen(chunk, children));
    }

    private Optional<RemoteSpace> ask(Waiting next, boolean suggestedOnly, Requests requests) {
        if (!elsewhere.isKnown(next.room(), suggestedOnly) && requests.made++ >= MAX_REQUESTS) {
            return Optional.empty();
        }
        return elsewhere.find(next.room(), next.via(), suggestedOnly);
    }

    private static Waiting waiting(SpaceChild child, Waiting parent, Optional<RemoteSummary> told) {
        return new Waiting(child.room(), parent.depth() + 1, child.via(), told);
    }

    private JsonObject chunk(Room room, List<SpaceChild> below) {
        return summaries
                .full(room)
                .put(
                        "children_state",
                        JsonArray.of(below.stream().map(SpaceChild::stripped).toList()))
                .build();
    }
}

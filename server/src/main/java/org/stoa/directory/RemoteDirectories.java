package org.stoa.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.stoa.directory.PublicRooms.Wish;
import org.stoa.platform.Coalescer;
import org.stoa.platform.Time;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonNull;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.remote.RemotePath;
import org.stoa.remote.RemoteServer;
import org.stoa.remote.RemoteServers;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.rooms.preview.RemoteSummary;

/// The lists of rooms that other servers publish, asked for when a user wants one and kept for a few minutes. Thread-safe; blocks
/// while another server is asked.
///
/// Spec: server-server-api#published-room-directory (v1.19).
public final class RemoteDirectories {
    /// Rooms of one page: more are not asked for, nor told when they come.
    private static final int MAX_ROOMS = 500;

    private static final Duration KEPT = Duration.ofMinutes(2);

    /// Characters of all pages that are kept.
    private static final long MAX_KEPT = 8_000_000;

    private static final String PATH = "/_matrix/federation/v1/publicRooms";

    private final RemoteServers servers;
    private final Coalescer<Page, JsonObject> running = new Coalescer<>();
    private final Cache<Page, JsonObject> pages;

    /// Asks these servers.
    public RemoteDirectories(RemoteServers servers, Time time) {
        this.servers = servers;
        this.pages =
                Caffeine.newBuilder()
                        .executor(Runnable::run)
                        .ticker(time::nanoTime)
                        .expireAfterWrite(KEPT)
                        .maximumWeight(MAX_KEPT)
                        .weigher((Page page, JsonObject json) -> json.toString().length())
                        .build();
    }

    private record Page(ServerName server, Wish wish) {}

    /// A page of the list of another server, as the answer has it; what is no room in it is left out.
    ///
    /// Errors: M_FORBIDDEN and M_NOT_FOUND of the other server; M_UNKNOWN with status 502 or 504 when it cannot be asked.
    public JsonObject page(ServerName server, Wish wish) {
        Page page = new Page(server, wish);
        JsonObject known = pages.getIfPresent(page);
        return known != null ? known : running.get(page, () -> ask(page));
    }

    private JsonObject ask(Page page) {
        RemoteServer server = servers.get(page.server());
        boolean isFiltered = page.wish().search().isPresent() || !page.wish().types().isEmpty();
        JsonObject answer =
                isFiltered
                        ? server.post(new RemotePath(PATH), body(page.wish()), RequestLimits.SMALL)
                                .orElseThrow()
                        : server.get(path(page.wish()), RequestLimits.SMALL).orElseThrow();
        JsonObject usable = usable(answer);
        pages.put(page, usable);
        return usable;
    }

    private static int limit(Wish wish) {
        return Math.min(wish.limit().orElse(MAX_ROOMS), MAX_ROOMS);
    }

    private static RemotePath path(Wish wish) {
        RemotePath path = new RemotePath(PATH).with("limit", limit(wish));
        if (wish.since().isPresent()) {
            path = path.with("since", wish.since().get());
        }
        if (wish.network().isPresent()) {
            path = path.with("third_party_instance_id", wish.network().get());
        }
        return path;
    }

    private static JsonObject body(Wish wish) {
        JsonObject.Builder filter = JsonObject.builder();
        wish.search().ifPresent(term -> filter.put("generic_search_term", term));
        if (!wish.types().isEmpty()) {
            List<Json> types = new ArrayList<>();
            wish.types()
                    .forEach(
                            type ->
                                    types.add(
                                            type.isEmpty() ? JsonNull.NULL : new JsonString(type)));
            filter.put("room_types", JsonArray.of(types));
        }
        JsonObject.Builder body = JsonObject.builder();
        body.put("limit", limit(wish));
        body.put("filter", filter.build());
        wish.since().ifPresent(since -> body.put("since", since));
        wish.network().ifPresent(network -> body.put("third_party_instance_id", network));
        return body.build();
    }

    private static JsonObject usable(JsonObject answer) {
        List<JsonObject> rooms =
                answer.array("chunk").orElse(JsonArray.EMPTY).objects().stream()
                        .limit(MAX_ROOMS)
                        .flatMap(room -> RemoteSummary.of(room).stream())
                        .map(RemoteSummary::json)
                        .toList();
        JsonObject.Builder usable = JsonObject.builder();
        usable.put("chunk", JsonArray.of(rooms));
        answer.integer("total_room_count_estimate")
                .ifPresent(total -> usable.put("total_room_count_estimate", total));
        answer.string("next_batch").ifPresent(next -> usable.put("next_batch", next));
        answer.string("prev_batch").ifPresent(previous -> usable.put("prev_batch", previous));
        return usable.build();
    }
}

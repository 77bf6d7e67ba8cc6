package org.stoa.federation.membership;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.head.Room;
import org.stoa.testing.Answer;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.ScriptedServer;
import org.stoa.testing.TestAuthority;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// A scripted server in a room of many members, which lets one user join without telling who is in it, and tells the state only
/// when it is allowed to.
final class PartialRoom implements AutoCloseable {
    private static final String FEDERATION = "/_matrix/federation/v1/";

    private final ForeignServer server;
    private final ForeignRoom room;
    private final Event proposed;
    private int further;
    private final CountDownLatch allowed = new CountDownLatch(1);

    /// @param user who may join
    /// @param members users of this server that are joined
    PartialRoom(TestAuthority authority, String user, int members) {
        server = new ForeignServer(authority);
        room = ForeignRoom.create(RoomVersion.V10, server.user("creator"));
        Event last = room.last();
        for (int i = 0; i < members; i++) {
            last = room.join(server.user("member" + i), last);
        }
        last = room.join(server.user("gone"), last);
        last = room.member(server.user("gone"), server.user("gone"), "leave", last);
        proposed = lets(user, last);
        server.answering(
                "PUT /_matrix/federation/v1/send/", JsonObject.of("pdus", JsonObject.EMPTY));
        server.answering(
                "GET " + FEDERATION + "state_ids/",
                (request, out) -> {
                    if (!allowed.await(60, TimeUnit.SECONDS)) {
                        throw new InterruptedException("never allowed");
                    }
                    Event asked = room.event(EventId.parse(request.value("event_id")));
                    Collection<EventId> state = room.stateBefore(asked).values();
                    ScriptedServer.json(
                            out,
                            200,
                            JsonObject.of(
                                            "pdu_ids",
                                            JsonArray.ofStrings(
                                                    state.stream().map(EventId::toString).toList()),
                                            "auth_chain_ids",
                                            JsonArray.EMPTY)
                                    .toString());
                });
        server.answering(
                "GET " + FEDERATION + "state/",
                (request, out) -> {
                    Event asked = room.event(EventId.parse(request.value("event_id")));
                    List<Event> state =
                            room.stateBefore(asked).values().stream().map(room::event).toList();
                    ScriptedServer.json(
                            out,
                            200,
                            JsonObject.of("pdus", array(state), "auth_chain", JsonArray.EMPTY)
                                    .toString());
                });
        server.answering(
                "GET " + FEDERATION + "event_auth/",
                (request, out) -> {
                    Event asked = room.event(lastOf(request.path()));
                    List<Event> chain = List.copyOf(room.authChain(asked));
                    ScriptedServer.json(
                            out, 200, JsonObject.of("auth_chain", array(chain)).toString());
                });
        server.answering(
                "GET " + FEDERATION + "event/",
                (request, out) -> {
                    EventId id = lastOf(request.path());
                    ScriptedServer.json(
                            out,
                            200,
                            JsonObject.of("pdus", array(List.of(room.event(id)))).toString());
                });
    }

    /// Lets a user join after an event.
    Event lets(String user, Event last) {
        Event join = room.join(user, last);
        JsonObject event = join.json().without("signatures").without("hashes").without("event_id");
        server.answering(
                "GET /_matrix/federation/v1/make_join",
                JsonObject.of("room_version", room.version().id(), "event", event));
        server.answering("PUT /_matrix/federation/v2/send_join", partialAnswer(join));
        return join;
    }

    private JsonObject partialAnswer(Event join) {
        List<Event> state = new ArrayList<>();
        for (EventId id : room.stateBefore(join).values()) {
            if (!room.event(id).type().equals("m.room.member")) {
                state.add(room.event(id));
            }
        }
        Map<EventId, Event> chain = new HashMap<>();
        List<Event> from = new ArrayList<>(state);
        from.add(join);
        from.forEach(
                event -> room.authChain(event).forEach(each -> chain.put(each.eventId(), each)));
        List<Json> servers = new ArrayList<>();
        servers.add(new JsonString(server.name().text()));
        servers.add(new JsonString("other.test"));
        for (int i = 0; i < further; i++) {
            servers.add(new JsonString("further" + i + ".test"));
        }
        return JsonObject.builder()
                .put("members_omitted", true)
                .put("servers_in_room", JsonArray.of(servers))
                .put("state", array(state))
                .put("auth_chain", array(List.copyOf(chain.values())))
                .build();
    }

    private static EventId lastOf(String path) {
        return EventId.parse(path.substring(path.lastIndexOf('/') + 1));
    }

    private static JsonArray array(List<Event> events) {
        List<Json> all = new ArrayList<>();
        events.forEach(event -> all.add(event.json()));
        return JsonArray.of(all);
    }

    /// Names so many further servers that are said to be in the room.
    void names(int servers) {
        further = servers;
        server.answering("PUT /_matrix/federation/v2/send_join", partialAnswer(proposed));
    }

    ForeignServer server() {
        return server;
    }

    ForeignRoom room() {
        return room;
    }

    /// The same room on a server that has entered it.
    Room in(TestServer home) {
        return home.homeserver().rooms().rooms().require(room.roomId());
    }

    /// Lets the user join, and the time pass in which the members may come with it.
    void letIn(TestServer home, TestClient client) throws InterruptedException {
        List<Answer> answer = new ArrayList<>();
        Thread joining =
                Thread.ofVirtual()
                        .start(
                                () ->
                                        answer.add(
                                                client.post(
                                                        "/join/{}?via=" + server.name(),
                                                        JsonObject.EMPTY,
                                                        id())));
        while (!joining.join(Duration.ofMillis(10))) {
            if (!server.heard("GET " + FEDERATION + "state_ids").isEmpty()) {
                home.time().advance(Duration.ofMillis(400));
            }
        }
        answer.getFirst().ok();
    }

    String id() {
        return room.roomId().toString();
    }

    /// The event that the join follows.
    Event last() {
        return room.event(proposed.prevEvents().getFirst());
    }

    /// Takes the join in that was handed over, and returns it.
    Event joined() {
        String body = server.heard("PUT /_matrix/federation/v2/send_join").getFirst().body();
        return room.adopt(Json.parseObject(body.getBytes(StandardCharsets.UTF_8)));
    }

    /// Waits for the next event of the room that was sent, and takes it in.
    Event left() throws InterruptedException {
        List<ScriptedServer.Heard> sent = List.of();
        while (sent.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(1);
            sent = server.heard("PUT " + FEDERATION + "send/");
        }
        String body = sent.getFirst().body();
        JsonArray pdus =
                Json.parseObject(body.getBytes(StandardCharsets.UTF_8)).array("pdus").orElseThrow();
        return room.adopt(pdus.objects().getFirst());
    }

    /// Tells the state from now on.
    void allow() {
        allowed.countDown();
    }

    @Override
    public void close() {
        allow();
        server.close();
    }
}

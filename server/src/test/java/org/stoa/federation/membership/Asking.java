package org.stoa.federation.membership;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Platform;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventSigner;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.server.SignedRequest;
import org.stoa.remote.RemotePath;
import org.stoa.remote.keys.OwnKeys;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.head.Room;
import org.stoa.testing.Answer;
import org.stoa.testing.TestClient;
import org.stoa.testing.TwoServers;

/// What the second of two servers asks of the first by hand, with its own keys.
final class Asking {
    private final TwoServers.Member asking;
    private final TestClient asked;
    private final OwnKeys keys;
    private final OwnEvents ownEvents;

    Asking(TwoServers servers) {
        this.asking = servers.two();
        this.asked = servers.one().anonymous();
        this.keys = asking.homeserver().remote().ownKeys();
        this.ownEvents = new OwnEvents(keys, Platform.system());
    }

    Answer get(String template, String... values) {
        return ask("GET", RemotePath.of(template, (Object[]) values).text(), null);
    }

    Answer put(String template, JsonObject body, String... values) {
        return ask("PUT", RemotePath.of(template, (Object[]) values).text(), body);
    }

    private Answer ask(String method, String target, @Nullable JsonObject body) {
        String authorization =
                new SignedRequest(method, target, keys.serverName(), "one.test", body)
                        .sign(keys.current())
                        .toHeader();
        return asked.exchange(
                method,
                target,
                Map.of("Authorization", authorization),
                body == null ? new byte[0] : body.toBytes());
    }

    /// Hands a member event over: `send("v2", "join", event)`.
    Answer send(String version, String verb, Event event) {
        return put(
                "/_matrix/federation/" + version + "/send_" + verb + "/{}/{}",
                event.json(),
                event.roomId().toString(),
                event.eventId().toString());
    }

    Template make(String room, String user, Membership membership) {
        JsonObject answer =
                get(
                                "/_matrix/federation/v1/make_"
                                        + membership.text()
                                        + "/{}/{}?ver=1&ver=2&ver=6&ver=8&ver=10&ver=11&ver=12",
                                room,
                                user)
                        .ok();
        return Template.of(answer, RoomId.parse(room), UserId.parse(user), membership);
    }

    /// The signed event of a user at a place that is proposed now.
    Event member(String room, String user, Membership membership) {
        return member(
                room,
                user,
                JsonObject.of("membership", membership.text()),
                make(room, user, membership));
    }

    Event member(String room, String user, JsonObject content, Template template) {
        JsonObject vouched =
                template.authorisedVia()
                        .map(
                                voucher ->
                                        content.toBuilder()
                                                .put(
                                                        "join_authorised_via_users_server",
                                                        voucher.toString())
                                                .build())
                        .orElse(content);
        return ownEvents.member(RoomId.parse(room), UserId.parse(user), vouched, template);
    }

    /// The event of a user of the asking server in a room that is there, with the `origin` that the specification shows.
    Event own(String room, String sender, String target, JsonObject content) {
        Event event =
                memberEvents()
                        .make(room(room), UserId.parse(sender), UserId.parse(target), content);
        JsonObject unsigned =
                event.json().without("signatures").without("hashes").toBuilder()
                        .put("origin", keys.serverName().text())
                        .build();
        return Event.parse(
                EventSigner.hashAndSign(unsigned, keys.serverName(), keys.current(), event.rules()),
                event.rules());
    }

    /// The create event of a room of the asking server.
    JsonObject created(String room) {
        return memberEvents()
                .state(room(room))
                .stored("m.room.create", "")
                .orElseThrow()
                .parsed()
                .json();
    }

    private Room room(String room) {
        return asking.homeserver().rooms().rooms().require(RoomId.parse(room));
    }

    private MemberEvents memberEvents() {
        RoomsModule rooms = asking.homeserver().rooms();
        return new MemberEvents(
                rooms.factory(), rooms.events(), asking.homeserver().database().names());
    }

    /// The answer of an endpoint of the first version, which is wrapped in an array.
    static Optional<JsonObject> unwrapped(Answer answer) {
        String text = answer.text();
        return text.startsWith("[200,")
                ? Optional.of(TestClient.json(text.substring(5, text.length() - 1)))
                : Optional.empty();
    }
}

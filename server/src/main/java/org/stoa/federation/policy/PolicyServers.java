package org.stoa.federation.policy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoa.platform.Parallel;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventSigner;
import org.stoa.protocol.event.VerifyKey;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.RemotePath;
import org.stoa.remote.RemoteResult;
import org.stoa.remote.RemoteServers;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.send.Recommendations;
import org.stoa.storage.Names;

/// Asks the policy servers of rooms for their signatures. Thread-safe.
///
/// Spec: server-server-api#policy-servers (v1.19).
public final class PolicyServers implements Recommendations {
    private static final String TYPE = "m.room.policy";

    /// "The Key ID for the `ed25519` key in `m.room.policy` is always `ed25519:policy_server`."
    private static final String KEY_ID = "ed25519:policy_server";

    /// Somebody waits for it, and other events of the room do too.
    private static final RequestLimits LIMITS =
            new RequestLimits(Duration.ofSeconds(10), Duration.ofSeconds(5), 64L << 10);

    /// Events of one room about which its policy server is asked at the same time.
    private static final int AT_ONCE = 5;

    /// For all events of a room that came together: other rooms' events may wait for the same answer to their sender.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RemoteServers servers;
    private final EventStore events;
    private final Names names;

    /// Number of the state key. It is made now, since looking for one that does not exist would ask the database each time.
    private final long stateKey;

    private final Parallel parallel;
    private final Time time;

    /// Asks these servers.
    ///
    /// @param parallel what the questions about events that came together are asked on
    public PolicyServers(
            RemoteServers servers, EventStore events, Names names, Parallel parallel, Time time) {
        this.servers = servers;
        this.parallel = parallel;
        this.time = time;
        this.events = events;
        this.names = names;
        this.stateKey = names.stateKey(TYPE, "");
    }

    private record Policy(ServerName server, VerifyKey key) {}

    @Override
    public boolean areNeeded(RoomHead head, String type, Optional<String> key) {
        // "This endpoint MUST NOT be called for events which have a type of m.room.policy and an
        // empty string state_key."
        boolean isPolicy = type.equals(TYPE) && key.filter(String::isEmpty).isPresent();
        return !isPolicy && policy(head).isPresent();
    }

    /// The room's policy server: named by a valid event, and with a user in the room.
    private Optional<Policy> policy(RoomHead head) {
        long event = head.state().event(stateKey);
        return event == 0
                ? Optional.empty()
                : policy(events.get(event).content())
                        .filter(
                                policy ->
                                        names.findServer(policy.server())
                                                .filter(head.servers()::containsKey)
                                                .isPresent());
    }

    private static Optional<Policy> policy(JsonObject content) {
        Optional<ServerName> server = content.string("via").flatMap(ServerName::tryParse);
        Optional<VerifyKey> key =
                content.object("public_keys")
                        .flatMap(keys -> keys.string("ed25519"))
                        .flatMap(text -> VerifyKey.tryParse(KEY_ID, text));
        return server.isPresent() && key.isPresent()
                ? Optional.of(new Policy(server.get(), key.get()))
                : Optional.empty();
    }

    @Override
    public Event recommended(Room room, Event event) {
        Optional<Policy> policy = policy(room.visible().head());
        if (policy.isEmpty() || isSigned(event, policy.get())) {
            return event;
        }
        RemoteResult result = ask(policy.get(), event);
        if (!result.isAnswer() && isOwnLeave(event)) {
            return event;
        }
        Event signed = withSignature(event, policy.get(), orElseThrow(result));
        if (!isSigned(signed, policy.get())) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "The room's policy server gives no valid signature");
        }
        return signed;
    }

    @Override
    public Map<EventId, Answer> answers(Room room, List<Event> came) {
        long end = time.nanoTime() + PATIENCE.toNanos();
        Map<EventId, Answer> answers = new LinkedHashMap<>();
        for (int at = 0; at < came.size() && end - time.nanoTime() > 0; at += AT_ONCE) {
            List<Event> some = came.subList(at, Math.min(at + AT_ONCE, came.size()));
            List<Answer> said = parallel.map(some, event -> answer(room, event));
            for (int i = 0; i < some.size(); i++) {
                answers.put(some.get(i).eventId(), said.get(i));
            }
        }
        return answers;
    }

    private Answer answer(Room room, Event event) {
        try {
            return new Answer(recommended(room, event), Optional.empty());
        } catch (MatrixException refused) {
            return new Answer(
                    event,
                    Optional.of(
                            "The policy server does not recommend it: " + refused.getMessage()));
        }
    }

    private static boolean isSigned(Event event, Policy policy) {
        try {
            return EventSigner.verify(event.json(), policy.server(), policy.key(), event.rules());
        } catch (JsonException notCanonical) {
            return false;
        }
    }

    /// Nobody is kept in a room because its policy server is down; the specification asks for the signature by a SHOULD. What the
    /// policy server refuses is refused.
    private static boolean isOwnLeave(Event event) {
        return event.isState(EventTypes.MEMBER, event.sender().toString())
                && Memberships.in(event.content()) == Membership.LEAVE;
    }

    private RemoteResult ask(Policy policy, Event event) {
        return servers.get(policy.server())
                .post(new RemotePath("/_matrix/policy/v1/sign"), event.json(), LIMITS);
    }

    private static JsonObject orElseThrow(RemoteResult result) {
        if (result instanceof RemoteResult.Refused refused && result.isAnswer()) {
            throw refusal(refused);
        }
        return result.orElseThrow();
    }

    /// "If the Policy Server returned an error, that error SHOULD be provided to the client verbatim." What it says is; its code
    /// and its status are not, except the usual ones: with those of its choice it would log the users of this server out, or
    /// have a message look sent that is not.
    private static MatrixException refusal(RemoteResult.Refused refused) {
        MatrixException error = new MatrixException(ErrorCode.FORBIDDEN, refused.message());
        return refused.status() == 400 ? error.withStatus(400) : error;
    }

    /// Only the policy server's signature is taken from its answer; those that are there stay.
    private static Event withSignature(Event event, Policy policy, JsonObject answer) {
        Optional<String> signature =
                answer.object(policy.server().text()).flatMap(keys -> keys.string(KEY_ID));
        if (signature.isEmpty()) {
            return event;
        }
        JsonObject all = event.json().object("signatures").orElse(JsonObject.EMPTY);
        JsonObject ofServer =
                all.object(policy.server().text()).orElse(JsonObject.EMPTY).toBuilder()
                        .put(KEY_ID, signature.get())
                        .build();
        JsonObject signed =
                event.json().toBuilder()
                        .put(
                                "signatures",
                                all.toBuilder().put(policy.server().text(), ofServer).build())
                        .build();
        return Event.stored(event.eventId(), event.roomId(), signed, event.rules());
    }
}

package org.stoa.protocol.event;

import java.io.ByteArrayOutputStream;
import java.util.Set;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

/// The text of an event in two pieces, so that answers are spliced from bytes: what clients get, and what only peers
/// get. Each is a sequence of members without braces, such as `"a":1,"b":2`, and may be empty.
///
/// Values keep the spelling that they arrived with, since hashes of rooms of old versions depend on it; only white space
/// between tokens is lost. `unsigned` is in neither piece.
///
/// @param client `content`, `type`, `sender`, `state_key`, `origin_server_ts`, `redacts` and all unknown members
/// @param federation `auth_events`, `prev_events`, `depth`, `hashes`, `signatures`, `origin`, `event_id` and `room_id`
@SuppressWarnings(
        "ArrayRecordComponent") // A pair of buffers on their way to storage; nobody compares them.
public record EventBytes(byte[] client, byte[] federation) {

    private static final Set<String> FEDERATION =
            Set.of(
                    "auth_events",
                    "prev_events",
                    "depth",
                    "hashes",
                    "signatures",
                    "origin",
                    "event_id",
                    "room_id");

    /// Cuts the members out of the text of an event.
    ///
    /// @param original the text, which [Json#parseObject(byte[])] has accepted
    /// @throws IllegalArgumentException when it is not an object
    public static EventBytes split(byte[] original) {
        ByteArrayOutputStream client = new ByteArrayOutputStream(original.length);
        ByteArrayOutputStream federation = new ByteArrayOutputStream(original.length);
        MemberScanner members = new MemberScanner(original);
        while (members.next()) {
            String name = members.name();
            if (name.equals("unsigned")) {
                continue;
            }
            ByteArrayOutputStream piece = FEDERATION.contains(name) ? federation : client;
            if (piece.size() > 0) {
                piece.write(',');
            }
            members.copyTo(piece);
        }
        return new EventBytes(client.toByteArray(), federation.toByteArray());
    }

    /// Returns the pieces of an event that was made here.
    public static EventBytes of(JsonObject pdu) {
        return new EventBytes(
                pdu.membersToBytes(name -> !name.equals("unsigned") && !FEDERATION.contains(name)),
                pdu.membersToBytes(FEDERATION::contains));
    }

    /// Returns the text of the whole event, as peers get it.
    public byte[] toFederation() {
        ByteArrayOutputStream whole =
                new ByteArrayOutputStream(client.length + federation.length + 3);
        whole.write('{');
        whole.writeBytes(client);
        if (client.length > 0 && federation.length > 0) {
            whole.write(',');
        }
        whole.writeBytes(federation);
        whole.write('}');
        return whole.toByteArray();
    }

    /// Returns the whole event.
    public JsonObject toJson() {
        return Json.parseObject(toFederation());
    }
}

package org.stoa.federation.membership.resident;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.stoa.federation.membership.MemberEvents;
import org.stoa.federation.membership.TakenIn;
import org.stoa.federation.pdu.PduReader;
import org.stoa.federation.pdu.Reading;
import org.stoa.http.Request;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventSigner;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.keys.OwnKeys;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;

/// Takes in the member events that other servers made for their users at the places that were proposed to them. Thread-safe.
///
/// Spec: server-server-api#put_matrixfederationv2send_joinroomideventid (v1.19) and the like.
public final class SubmittedEvents {
    private final ServerName serverName;
    private final Supplier<SigningKey> key;
    private final PduReader pdus;
    private final MemberEvents memberEvents;
    private final RestrictedEntry restrictedEntry;
    private final TakenIn takenIn;

    /// Creates it.
    public SubmittedEvents(
            OwnKeys keys,
            PduReader pdus,
            MemberEvents memberEvents,
            RestrictedEntry restrictedEntry,
            TakenIn takenIn) {
        this.serverName = keys.serverName();
        this.key = keys::current;
        this.pdus = pdus;
        this.memberEvents = memberEvents;
        this.restrictedEntry = restrictedEntry;
        this.takenIn = takenIn;
    }

    /// Takes in the event of a request, and returns it as it is stored; one that is here already is returned again.
    ///
    /// Errors: M_INVALID_PARAM when it is not this membership of a user of the asking server, or not signed; M_FORBIDDEN when the
    /// room does not allow it; for a join those of [RestrictedEntry#voucher].
    public StoredEvent take(Room room, Request request, Membership membership) {
        Event event = parse(room, request.body());
        requireAbout(event, request.origin(), membership);
        Event signed = membership == Membership.JOIN ? vouchedFor(room, event) : event;
        return takenIn.take(room, checked(room, signed, request.path("eventId")));
    }

    private static Event parse(Room room, JsonObject pdu) {
        try {
            return Event.parse(pdu, room.rules());
        } catch (MatrixException | JsonException malformed) {
            throw invalid("The event has not the format of the room's version");
        }
    }

    private static void requireAbout(Event event, ServerName origin, Membership membership) {
        String sender = event.sender().toString();
        if (!event.isState(EventTypes.MEMBER, sender)) {
            throw invalid("Expected the member event of its sender");
        }
        if (Memberships.in(event.content()) != membership
                || event.content().string("membership").isEmpty()) {
            throw invalid("Expected the membership " + membership.text());
        }
        if (!event.sender().server().equals(origin)) {
            throw invalid("Expected an event of a user of " + origin);
        }
    }

    /// "If the resident server is receiving the /send_join request, the signature must be added before sending or persisting the
    /// event to other servers."
    private Event vouchedFor(Room room, Event join) {
        Optional<UserId> voucher =
                join.content()
                        .string("join_authorised_via_users_server")
                        .filter(named -> room.rules().restrictedJoinRule())
                        .flatMap(UserId::tryParse)
                        .filter(user -> user.server().equals(serverName));
        if (voucher.isEmpty()) {
            return join;
        }
        // Who it is does not matter here: the room's rules say whether that user may.
        restrictedEntry.voucher(room, memberEvents.state(room), join.sender());
        return Event.stored(
                join.eventId(),
                join.roomId(),
                EventSigner.sign(join.json(), serverName, key.get(), room.rules()),
                room.rules());
    }

    private Event checked(Room room, Event event, String eventId) {
        Reading reading = pdus.read(room.roomId(), room.rules(), List.of(event.json()));
        if (reading.events().isEmpty()) {
            throw invalid("The event is refused: " + reading.refused().getFirst().reason());
        }
        Event read = reading.events().getFirst();
        if (!read.eventId().toString().equals(eventId)) {
            throw invalid("The event is not " + eventId);
        }
        return read;
    }

    private static MatrixException invalid(String message) {
        return new MatrixException(ErrorCode.INVALID_PARAM, message);
    }
}

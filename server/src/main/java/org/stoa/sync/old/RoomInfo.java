package org.stoa.sync.old;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.http.JsonBuffer;
import org.stoa.http.JsonPieces;
import org.stoa.http.auth.Requester;
import org.stoa.platform.token.TimelineToken;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.read.ClientEvents;
import org.stoa.rooms.read.EventFilter;
import org.stoa.rooms.read.EventFormat;
import org.stoa.rooms.read.EventPieces;
import org.stoa.rooms.read.JsonText;
import org.stoa.rooms.read.RoomAccess;
import org.stoa.rooms.read.Timeline;
import org.stoa.rooms.read.Visibility;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.accounts.AccountDataEntry;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;
import org.stoa.storage.rooms.RoomRepository;
import org.stoa.sync.v3.AccountDataSection;
import org.stoa.sync.v3.EphemeralSection;

/// A room as the calls before /sync show it: its newest messages and its state, in one object. Thread-safe.
///
/// Spec: client-server-api#get_matrixclientv3initialsync, `RoomInfo`; legacy client API v1 (v1.19).
final class RoomInfo {
    /// Messages of a room that come to more bytes are cut: the client walks further back page by page.
    private static final long MAX_BYTES = 1 << 20;

    private final EventStore events;
    private final ClientEvents clientEvents;
    private final EventPieces.Parts pieces;
    private final Visibility visibility;
    private final Timeline timeline;
    private final EphemeralSection ephemeral;
    private final AccountDataSection accountData = new AccountDataSection();
    private final RoomRepository repository = new RoomRepository();

    RoomInfo(
            Database database,
            EventStore events,
            ClientEvents clientEvents,
            Visibility visibility,
            Timeline timeline,
            EphemeralSection ephemeral) {
        this.events = events;
        this.clientEvents = clientEvents;
        this.pieces = new EventPieces.Parts(database, events, clientEvents, visibility);
        this.visibility = visibility;
        this.timeline = timeline;
        this.ephemeral = ephemeral;
    }

    /// What is told of a room.
    ///
    /// @param access the state that the reader may see, and up to where
    /// @param membership of the reader; null when he never had one
    /// @param limit how many messages at most
    /// @param position up to which receipts are told; 0 for none
    /// @param end token that continues behind the messages
    record Part(
            RoomAccess.Access access,
            @Nullable Membership membership,
            int limit,
            long position,
            String end) {}

    /// Writes the members of a room's object, of which its state, that may be large, is the last: returns what writes that, and
    /// ends the object.
    JsonPieces write(
            Tx tx, Requester requester, Part part, List<AccountDataEntry> entries, JsonBuffer out) {
        Room room = part.access().room();
        Visibility.Reader reader = visibility.reader(tx, room, requester.userId());
        out.member("room_id", room.roomId().toString());
        if (part.membership() != null) {
            out.member("membership", part.membership().text());
        }
        out.name("messages").text(messages(tx, requester, reader, part));
        out.member("visibility", visibilityOf(tx, room));
        out.array("account_data", accountData.events(requester.userId(), entries, EventFilter.ALL));
        out.array("receipts", receipts(tx, requester, part));
        EventPieces state = state(requester, part.access());
        out.name("state").beginArray();
        return more -> {
            state.write(more);
            if (!state.hasNext()) {
                more.endArray().endObject();
            }
            return state.hasNext();
        };
    }

    /// A room to which the reader was invited, or on which he knocked.
    JsonText writeOutside(Tx tx, Requester requester, Room room, LocalMembership row) {
        Membership membership = Memberships.of(row.membership());
        JsonText json = new JsonText();
        json.put("room_id", room.roomId().toString());
        json.put("membership", membership.text());
        if (membership == Membership.INVITE && row.event() != 0) {
            Visibility.Reader reader = visibility.reader(tx, room, requester.userId());
            StoredEvent invite = events.get(tx, row.event());
            json.put("inviter", invite.parsed().sender().toString());
            json.put("invite", render(tx, requester, reader, List.of(invite)).getFirst());
        }
        return json;
    }

    /// Events in the old form, as a reader gets them.
    List<byte[]> render(
            Tx tx, Requester requester, Visibility.Reader reader, List<StoredEvent> page) {
        return clientEvents.render(tx, requester, reader, page, EventFormat.LEGACY);
    }

    private byte[] messages(Tx tx, Requester requester, Visibility.Reader reader, Part part) {
        RoomAccess.Access access = part.access();
        Timeline.Page page =
                timeline.backwards(
                        tx, requester, access, access.lastOrd(), 0, part.limit(), EventFilter.ALL);
        List<byte[]> newestFirst =
                clientEvents.renderFirst(
                        tx, requester, reader, page.events(), EventFormat.LEGACY, MAX_BYTES);
        long start =
                newestFirst.isEmpty()
                        ? access.lastOrd()
                        : page.events().get(newestFirst.size() - 1).ord() - 1;
        return new JsonText()
                .putAll("chunk", newestFirst.reversed())
                .put("start", new TimelineToken(start).toString())
                .put("end", part.end())
                .toBytes();
    }

    private EventPieces state(Requester requester, RoomAccess.Access access) {
        List<Long> numbers = new ArrayList<>();
        access.state().forEach((key, event, version) -> numbers.add(event));
        numbers.sort(null);
        return pieces.of(requester, access.room(), numbers, event -> true, EventFormat.LEGACY);
    }

    private JsonString visibilityOf(Tx tx, Room room) {
        Optional<RoomRepository.RoomRecord> stored = repository.byNumber(tx, room.nid());
        boolean isPublic = stored.map(RoomRepository.RoomRecord::isPublic).orElse(false);
        return new JsonString(isPublic ? "public" : "private");
    }

    private List<byte[]> receipts(Tx tx, Requester requester, Part part) {
        if (part.position() == 0) {
            return List.of();
        }
        Room room = part.access().room();
        return ephemeral
                .receipts(tx, room, requester.userNid(), 0, part.position())
                .events()
                .stream()
                .map(event -> inRoom(event, room).toBytes())
                .toList();
    }

    /// An ephemeral event with the room it is of, which it needs outside /sync.
    static JsonObject inRoom(JsonObject event, Room room) {
        return event.toBuilder().put("room_id", room.roomId().toString()).build();
    }
}

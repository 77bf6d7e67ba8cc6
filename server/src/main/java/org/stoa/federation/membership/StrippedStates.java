package org.stoa.federation.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.federation.pdu.PduReader;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;

/// Reads what another server tells of a room to somebody who is not in it: whole events since v1.16, before that only the
/// members of them that clients get. Thread-safe; may block while keys are fetched.
///
/// Spec: server-server-api#put_matrixfederationv2inviteroomideventid (v1.19), client-server-api#stripped-state.
public final class StrippedStates {
    /// As many as are worth showing; a hostile server may send more.
    private static final int MAX_EVENTS = 100;

    /// Bytes of all of them as they are shown, without the member event: each user who is invited has a copy of his own.
    private static final int MAX_BYTES = 64 << 10;

    /// What the specification lists: what is shown also when there is too much. Spec: client-server-api#stripped-state.
    private static final List<String> LISTED =
            List.of(
                    EventTypes.CREATE,
                    EventTypes.JOIN_RULES,
                    EventTypes.NAME,
                    EventTypes.CANONICAL_ALIAS,
                    EventTypes.ENCRYPTION,
                    EventTypes.AVATAR,
                    EventTypes.TOPIC);

    private final PduReader pdus;

    /// Reads with this.
    public StrippedStates(PduReader pdus) {
        this.pdus = pdus;
    }

    /// What clients are shown, and what is wrong with it.
    ///
    /// @param events in the shape for clients, with the member event at the end
    /// @param fault empty when it is as the specification wants it
    public record Told(JsonArray events, Optional<String> fault) {}

    /// Reads it.
    ///
    /// @param member the invite or the knock that it came with
    public Told read(RoomVersion version, JsonArray told, Event member) {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonObject event : told.objects()) {
            boolean isOwn =
                    event.string("type").equals(Optional.of(member.type()))
                            && event.string("state_key").equals(member.stateKey());
            if (!isOwn && objects.size() < MAX_EVENTS) {
                objects.add(event);
            }
        }
        List<Json> shown =
                new ArrayList<>(
                        bounded(objects.stream().flatMap(event -> strip(event).stream()).toList()));
        strip(member.json()).ifPresent(shown::add);
        Optional<String> fault =
                otherVersion(version, objects)
                        .or(() -> fault(member.roomId(), version.rules(), objects));
        return new Told(JsonArray.of(shown), fault);
    }

    /// All when they are small; else the listed ones, the more important first, as far as they fit.
    private static List<JsonObject> bounded(List<JsonObject> stripped) {
        if (stripped.stream().mapToLong(StrippedStates::size).sum() <= MAX_BYTES) {
            return stripped;
        }
        List<JsonObject> fitting = new ArrayList<>();
        long left = MAX_BYTES;
        for (String type : LISTED) {
            Optional<JsonObject> listed =
                    stripped.stream().filter(event -> isListed(event, type)).findFirst();
            if (listed.isPresent() && size(listed.get()) <= left) {
                fitting.add(listed.get());
                left -= size(listed.get());
            }
        }
        return fitting;
    }

    private static boolean isListed(JsonObject event, String type) {
        return event.string("type").equals(Optional.of(type))
                && event.string("state_key").equals(Optional.of(""));
    }

    private static int size(JsonObject event) {
        return event.toBytes().length;
    }

    /// The create event, also when only its content is told, has the room's own word. Old servers do not tell the first two
    /// versions apart.
    private static Optional<String> otherVersion(RoomVersion version, List<JsonObject> objects) {
        return objects.stream()
                .filter(event -> event.string("type").equals(Optional.of(EventTypes.CREATE)))
                .flatMap(event -> event.object("content").stream())
                .map(RoomVersion::ofCreateContent)
                .filter(created -> !isSame(version, created))
                .map(created -> "The room is of another version")
                .findFirst();
    }

    private static boolean isSame(RoomVersion version, Optional<RoomVersion> created) {
        return created.filter(
                        real ->
                                real == version
                                        || (!real.rules().eventIdFormat().isHash()
                                                && !version.rules().eventIdFormat().isHash()))
                .isPresent();
    }

    /// A room of version 12 is named after its create event, so one that is told whole has to be that. The specification would
    /// have an invite refused also when it is not told whole, or when another event is not; but servers that are in use (Synapse
    /// 1.163) send those without what shows it, and wait for others to be ready.
    private Optional<String> fault(RoomId room, RoomRules rules, List<JsonObject> objects) {
        List<JsonObject> creates =
                objects.stream()
                        .filter(
                                event ->
                                        event.string("type").equals(Optional.of(EventTypes.CREATE)))
                        .filter(event -> event.has("auth_events"))
                        .toList();
        if (!rules.roomIdFromCreate() || creates.isEmpty()) {
            return Optional.empty();
        }
        return pdus.read(room, rules, creates).refused().stream()
                .map(refused -> "The create event that is told is not valid: " + refused.reason())
                .findFirst();
    }

    private static Optional<JsonObject> strip(JsonObject event) {
        boolean isStateEvent =
                event.string("type").isPresent()
                        && event.string("state_key").isPresent()
                        && event.string("sender").isPresent()
                        && event.object("content").isPresent();
        return isStateEvent
                ? Optional.of(
                        JsonObject.builder()
                                .put("type", event.string("type").get())
                                .put("state_key", event.string("state_key").get())
                                .put("sender", event.string("sender").get())
                                .put("content", event.object("content").get())
                                .build())
                : Optional.empty();
    }
}

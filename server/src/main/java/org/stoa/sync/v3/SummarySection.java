package org.stoa.sync.v3;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.StateView;
import org.stoa.storage.Names;
import org.stoa.storage.rooms.SyncRepository;

/// `summary`: how many members the room has, and after whom a client can name a room that has no name. Told whenever a
/// member event or the name changed.
///
/// Spec: client-server-api#get_matrixclientv3sync, `RoomSummary`; #calculating-the-display-name-for-a-room (v1.19).
final class SummarySection {
    private static final int MAX_HEROES = 5;
    private static final Set<String> TYPES =
            Set.of("m.room.member", "m.room.name", "m.room.canonical_alias");

    private final EventStore events;
    private final RoomHistory history;
    private final Names names;
    private final SyncRepository repository = new SyncRepository();

    SummarySection(EventStore events, RoomHistory history, Names names) {
        this.events = events;
        this.history = history;
        this.names = names;
    }

    /// A room's summary.
    ///
    /// @param heroes numbers of users; empty when the room has a name
    record Summary(RoomHead head, List<Long> heroes, boolean isNamed) {}

    /// The summary, when it may have changed.
    ///
    /// @param changedKeys as [StateSection#changedKeys] says
    Optional<Summary> read(RoomScope scope, Set<Long> changedKeys) {
        boolean isNews =
                scope.wantsFullState()
                        || changedKeys.stream()
                                .anyMatch(
                                        key -> TYPES.contains(names.stateKeyText(key).typeName()));
        if (!isNews) {
            return Optional.empty();
        }
        RoomHead head =
                history.snapshot(scope.room(), scope.task().to())
                        .orElseGet(() -> scope.room().visible())
                        .head();
        boolean isNamed = isNamed(new StateView(head.state(), names, events));
        return Optional.of(new Summary(head, isNamed ? List.of() : heroes(scope), isNamed));
    }

    JsonObject toJson(Summary summary) {
        JsonObject.Builder json = JsonObject.builder();
        if (!summary.isNamed()) {
            json.put(
                    "m.heroes",
                    JsonArray.ofStrings(
                            summary.heroes().stream()
                                    .map(user -> names.userId(user).toString())
                                    .toList()));
        }
        return json.put("m.joined_member_count", summary.head().joined())
                .put("m.invited_member_count", summary.head().invited())
                .build();
    }

    private static boolean isNamed(StateView state) {
        return isSet(state.content("m.room.name", ""), "name")
                || isSet(state.content("m.room.canonical_alias", ""), "alias");
    }

    private static boolean isSet(JsonObject content, String name) {
        return content.string(name).filter(text -> !text.isEmpty()).isPresent();
    }

    private List<Long> heroes(RoomScope scope) {
        List<Long> present = oldest(scope, Membership.JOIN, Membership.INVITE);
        return present.isEmpty() ? oldest(scope, Membership.LEAVE, Membership.BAN) : present;
    }

    private List<Long> oldest(RoomScope scope, Membership membership, Membership or) {
        return repository.oldestMembers(
                scope.tx(),
                scope.nid(),
                Memberships.number(membership),
                Memberships.number(or),
                scope.request().user(),
                MAX_HEROES);
    }
}

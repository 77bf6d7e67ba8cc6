package org.stoa.sync.v3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stoa.http.JsonBuffer;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.read.EventFilter;
import org.stoa.storage.accounts.AccountDataEntry;

/// A room under `rooms.join`: all that is new in it for the reader.
///
/// Spec: client-server-api#get_matrixclientv3sync, `Joined Room` (v1.19).
final class JoinedRoomSection {
    private final TimelineSection timeline;
    private final StateSection state;
    private final SummarySection summary;
    private final EphemeralSection ephemeral;
    private final AccountDataSection accountData;
    private final UnreadSection unread;
    private final EventTexts texts;

    JoinedRoomSection(
            TimelineSection timeline,
            StateSection state,
            SummarySection summary,
            EphemeralSection ephemeral,
            AccountDataSection accountData,
            UnreadSection unread,
            EventTexts texts) {
        this.timeline = timeline;
        this.state = state;
        this.summary = summary;
        this.ephemeral = ephemeral;
        this.accountData = accountData;
        this.unread = unread;
        this.texts = texts;
    }

    /// Writes the room as a member, or its beginning when it has a large state, which comes last; nothing when there is nothing new
    /// in it for the reader.
    ///
    /// @param entries the account data of the room to tell of
    /// @param isTypingNews whether the list of those who type is to be told
    WrittenRoom write(
            RoomScope scope, List<AccountDataEntry> entries, boolean isTypingNews, JsonBuffer out) {
        Set<Long> changed = state.changedKeys(scope);
        EventTexts.Timeline told = texts.of(scope, timeline.read(scope));
        TimelinePage page = told.page();
        Optional<SummarySection.Summary> summarised = summary.read(scope, changed);
        List<Long> heroes = summarised.map(SummarySection.Summary::heroes).orElse(List.of());
        StateWalk walk = state.read(scope, page, changed, heroes);
        List<byte[]> stateEvents = walk.next(scope);
        EphemeralSection.ReceiptEvents receipts = receipts(scope);
        List<byte[]> ephemerals = ephemeral(scope, receipts, isTypingNews);
        List<byte[]> data = accountData(scope, entries);
        boolean isNews =
                scope.isNew()
                        || scope.request().fullState()
                        || receipts.hasOwn()
                        || !(page.isEmpty()
                                && stateEvents.isEmpty()
                                && ephemerals.isEmpty()
                                && data.isEmpty());
        if (!isNews) {
            return WrittenRoom.NOTHING;
        }
        out.name(scope.roomId()).beginObject();
        out.member("summary", summarised.map(summary::toJson).orElse(JsonObject.EMPTY));
        told.write(out);
        out.events("ephemeral", ephemerals);
        out.events("account_data", data);
        unread.write(scope, out);
        return walk.begin(scope, stateEvents, out);
    }

    private EphemeralSection.ReceiptEvents receipts(RoomScope scope) {
        return ephemeral.receipts(
                scope.tx(),
                scope.room(),
                scope.request().user(),
                scope.task().from(),
                scope.task().to());
    }

    private List<byte[]> ephemeral(
            RoomScope scope, EphemeralSection.ReceiptEvents receipts, boolean isTypingNews) {
        EventFilter filter = scope.request().filter().ephemeral();
        List<byte[]> events = new ArrayList<>();
        if (!filter.wantsRoom(scope.roomId())) {
            return events;
        }
        if (isTypingNews && filter.wantsType("m.typing")) {
            events.add(ephemeral.typing(scope.nid()).toBytes());
        }
        if (filter.wantsType("m.receipt")) {
            receipts.events().forEach(event -> events.add(event.toBytes()));
        }
        return events;
    }

    private List<byte[]> accountData(RoomScope scope, List<AccountDataEntry> entries) {
        EventFilter filter = scope.request().filter().roomAccountData();
        return filter.wantsRoom(scope.roomId())
                ? accountData.events(scope.request().requester().userId(), entries, filter)
                : List.of();
    }
}

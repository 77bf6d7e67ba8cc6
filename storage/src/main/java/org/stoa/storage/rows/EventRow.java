package org.stoa.storage.rows;

import org.jspecify.annotations.Nullable;
import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;
import org.stoa.storage.Write;

/// An event, without its bytes ([EventJsonRow]).
///
/// @param event number of the event
/// @param eventId its id as stored: hash bytes, or the text in rooms of version 1 and 2
/// @param room number of the room
/// @param slot slot of its position; [Write#NO_SLOT] when it is not live
/// @param ord place in the room's order; null: not in the timeline
/// @param sender number of the user
/// @param type number of the type
/// @param stateKey number of the pair (type, state key); null: no state event
/// @param ts `origin_server_ts`
/// @param depth what the sender said
/// @param flags what the room path knows of it, as bits
/// @param stateLine line of the state before it
/// @param stateVersion version of the state before it
/// @param replaces number of the event that it replaced in that state
/// @param authNo number among the room's possible auth events
/// @param prevs numbers of its prev events, packed
/// @param auths numbers of its auth events, packed
/// @param thread number of the root of its thread
/// @param countedMain running count of main
/// @param countedThread running count of its thread
/// @param redaction number of the event that redacted it
/// @param fetchFailedTs when it could not be fetched, in milliseconds
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to the database, never compared
public record EventRow(
        long event,
        byte[] eventId,
        long room,
        int slot,
        @Nullable Long ord,
        long sender,
        long type,
        @Nullable Long stateKey,
        long ts,
        long depth,
        long flags,
        @Nullable Long stateLine,
        @Nullable Long stateVersion,
        @Nullable Long replaces,
        @Nullable Long authNo,
        byte @Nullable [] prevs,
        byte @Nullable [] auths,
        @Nullable Long thread,
        @Nullable Long countedMain,
        @Nullable Long countedThread,
        @Nullable Long redaction,
        @Nullable Long fetchFailedTs)
        implements Row {
    private static final RowKind KIND =
            RowKind.upsert("event")
                    .key("event")
                    .bytes("event_id")
                    .numbers(
                            "room",
                            "pos",
                            "ord",
                            "sender",
                            "type",
                            "state_key",
                            "ts",
                            "depth",
                            "flags",
                            "state_line",
                            "state_version",
                            "replaces",
                            "auth_no")
                    .bytes("prevs", "auths")
                    .numbers(
                            "thread",
                            "counted_main",
                            "counted_thread",
                            "redaction",
                            "fetch_failed_ts")
                    .build();

    /// Starts a row; what is not set is null, 0 or no position.
    public static Builder builder(long event, byte[] eventId, long room) {
        return new Builder(event, eventId, room);
    }

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(event)
                .bytes(eventId)
                .number(room)
                .position(slot)
                .number(ord)
                .number(sender)
                .number(type)
                .number(stateKey)
                .number(ts)
                .number(depth)
                .number(flags)
                .number(stateLine)
                .number(stateVersion)
                .number(replaces)
                .number(authNo)
                .bytes(prevs)
                .bytes(auths)
                .number(thread)
                .number(countedMain)
                .number(countedThread)
                .number(redaction)
                .number(fetchFailedTs);
    }

    /// Sets the columns of a row one by one. Not thread-safe.
    public static final class Builder {
        private final long event;
        private final byte[] eventId;
        private final long room;
        private int slot = Write.NO_SLOT;
        private @Nullable Long ord;
        private long sender;
        private long type;
        private @Nullable Long stateKey;
        private long ts;
        private long depth;
        private long flags;
        private @Nullable Long stateLine;
        private @Nullable Long stateVersion;
        private @Nullable Long replaces;
        private @Nullable Long authNo;
        private byte @Nullable [] prevs;
        private byte @Nullable [] auths;
        private @Nullable Long thread;
        private @Nullable Long countedMain;
        private @Nullable Long countedThread;
        private @Nullable Long redaction;
        private @Nullable Long fetchFailedTs;

        private Builder(long event, byte[] eventId, long room) {
            this.event = event;
            this.eventId = eventId;
            this.room = room;
        }

        /// Sets the slot of its position; without it the event is not live.
        public Builder slot(int value) {
            slot = value;
            return this;
        }

        /// Sets place in the room's order; null: not in the timeline.
        public Builder ord(@Nullable Long value) {
            ord = value;
            return this;
        }

        /// Sets number of the user.
        public Builder sender(long value) {
            sender = value;
            return this;
        }

        /// Sets number of the type.
        public Builder type(long value) {
            type = value;
            return this;
        }

        /// Sets number of the pair (type, state key); null: no state event.
        public Builder stateKey(@Nullable Long value) {
            stateKey = value;
            return this;
        }

        /// Sets `origin_server_ts`.
        public Builder ts(long value) {
            ts = value;
            return this;
        }

        /// Sets what the sender said.
        public Builder depth(long value) {
            depth = value;
            return this;
        }

        /// Sets what the room path knows of it, as bits.
        public Builder flags(long value) {
            flags = value;
            return this;
        }

        /// Sets line of the state before it.
        public Builder stateLine(@Nullable Long value) {
            stateLine = value;
            return this;
        }

        /// Sets version of the state before it.
        public Builder stateVersion(@Nullable Long value) {
            stateVersion = value;
            return this;
        }

        /// Sets number of the event that it replaced in that state.
        public Builder replaces(@Nullable Long value) {
            replaces = value;
            return this;
        }

        /// Sets number among the room's possible auth events.
        public Builder authNo(@Nullable Long value) {
            authNo = value;
            return this;
        }

        /// Sets numbers of its prev events, packed.
        public Builder prevs(byte @Nullable [] value) {
            prevs = value;
            return this;
        }

        /// Sets numbers of its auth events, packed.
        public Builder auths(byte @Nullable [] value) {
            auths = value;
            return this;
        }

        /// Sets number of the root of its thread.
        public Builder thread(@Nullable Long value) {
            thread = value;
            return this;
        }

        /// Sets running count of main.
        public Builder countedMain(@Nullable Long value) {
            countedMain = value;
            return this;
        }

        /// Sets running count of its thread.
        public Builder countedThread(@Nullable Long value) {
            countedThread = value;
            return this;
        }

        /// Sets number of the event that redacted it.
        public Builder redaction(@Nullable Long value) {
            redaction = value;
            return this;
        }

        /// Sets when it could not be fetched, in milliseconds.
        public Builder fetchFailedTs(@Nullable Long value) {
            fetchFailedTs = value;
            return this;
        }

        /// Returns the row.
        public EventRow build() {
            return new EventRow(
                    event,
                    eventId,
                    room,
                    slot,
                    ord,
                    sender,
                    type,
                    stateKey,
                    ts,
                    depth,
                    flags,
                    stateLine,
                    stateVersion,
                    replaces,
                    authNo,
                    prevs,
                    auths,
                    thread,
                    countedMain,
                    countedThread,
                    redaction,
                    fetchFailedTs);
        }
    }
}

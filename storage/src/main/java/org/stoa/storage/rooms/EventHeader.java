package org.stoa.storage.rooms;

/// The numbers of a stored event; 0 stands for null.
///
/// @param event number of the event
/// @param room number of its room
/// @param pos stream position; 0 when it is not live
/// @param ord order in the timeline; 0 when it is not in it
/// @param sender number of the sender
/// @param type number of the event type
/// @param stateKey number of (type, state key); 0 when it is no state event
/// @param ts `origin_server_ts` in milliseconds
/// @param stateLine line of the state before the event; 0 for outliers
/// @param stateVersion version of that line
/// @param replaces the event that this one replaced in that state
/// @param thread number of the root of its thread; 0 for the main timeline
/// @param countedMain running total of counted events of the main timeline, this one included
/// @param countedThread the same of its own thread
/// @param redaction number of the redaction that took its content
public record EventHeader(
        long event,
        long room,
        long pos,
        long ord,
        long sender,
        long type,
        long stateKey,
        long ts,
        long depth,
        long flags,
        long stateLine,
        long stateVersion,
        long replaces,
        long thread,
        long countedMain,
        long countedThread,
        long redaction) {

    /// The same after its commit gave it a position.
    public EventHeader at(long newPos) {
        return new EventHeader(
                event,
                room,
                newPos,
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
                thread,
                countedMain,
                countedThread,
                redaction);
    }

    /// The same with another state before it.
    public EventHeader after(long newLine, long newVersion, long newReplaces) {
        return new EventHeader(
                event,
                room,
                pos,
                ord,
                sender,
                type,
                stateKey,
                ts,
                depth,
                flags,
                newLine,
                newVersion,
                newReplaces,
                thread,
                countedMain,
                countedThread,
                redaction);
    }

    /// The same out of the timeline.
    public EventHeader withdrawn(long newFlags) {
        return new EventHeader(
                event,
                room,
                0,
                0,
                sender,
                type,
                stateKey,
                ts,
                depth,
                newFlags,
                stateLine,
                stateVersion,
                replaces,
                thread,
                countedMain,
                countedThread,
                redaction);
    }

    /// The same with other flags.
    public EventHeader withFlags(long newFlags) {
        return redactedBy(redaction, newFlags);
    }

    /// The same after it was redacted.
    public EventHeader redactedBy(long newRedaction, long newFlags) {
        return new EventHeader(
                event,
                room,
                pos,
                ord,
                sender,
                type,
                stateKey,
                ts,
                depth,
                newFlags,
                stateLine,
                stateVersion,
                replaces,
                thread,
                countedMain,
                countedThread,
                newRedaction);
    }
}

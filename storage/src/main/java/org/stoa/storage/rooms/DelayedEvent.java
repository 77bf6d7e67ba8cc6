package org.stoa.storage.rooms;

import org.jspecify.annotations.Nullable;

/// An event that a user wants to be sent later, and what became of it. Times are milliseconds since 1970.
///
/// @param delayId by which clients name it; not to be guessed
/// @param user number of the user
/// @param device the device that asked for it
/// @param room number of the room
/// @param stateKey null for a message
/// @param content JSON
/// @param txnId transaction id of the request; null when it had none
/// @param delayMillis how long it waits
/// @param runningSince since when it waits
/// @param finalisedTs when it stopped to wait; null while it does
/// @param eventId the event; null when it was not sent
/// @param error JSON of the error that kept it from being sent; null when there was none
public record DelayedEvent(
        String delayId,
        long user,
        String device,
        long room,
        String type,
        @Nullable String stateKey,
        String content,
        @Nullable String txnId,
        long delayMillis,
        long runningSince,
        @Nullable Long finalisedTs,
        @Nullable String eventId,
        @Nullable String error) {

    /// When it is to be sent, at the earliest.
    public long sendTs() {
        return runningSince + delayMillis;
    }

    /// Whether it waits no more.
    public boolean isFinalised() {
        return finalisedTs != null;
    }

    /// Whether it was sent.
    public boolean isSent() {
        return eventId != null;
    }
}

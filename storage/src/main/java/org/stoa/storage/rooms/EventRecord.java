package org.stoa.storage.rooms;

/// An event as the database holds it: its numbers, its id in stored form, and its text in two pieces as they were
/// compressed.
///
/// @param dictionary says how the pieces are compressed
@SuppressWarnings("ArrayRecordComponent") // never compared
public record EventRecord(
        EventHeader header, byte[] eventId, long dictionary, byte[] client, byte[] federation) {}

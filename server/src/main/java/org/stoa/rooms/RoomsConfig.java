package org.stoa.rooms;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.version.RoomVersion;

/// Settings of rooms.
///
/// @param serverName name of this server
/// @param defaultVersion version of rooms that are made without naming one
/// @param maxInMemory how many rooms are kept in memory before idle ones are dropped
/// @param eventCacheBytes memory for events as objects
/// @param stateCacheBytes memory for states that no room in memory holds
/// @param authGraphBytes memory for the auth graphs of rooms with forks; the last one is kept whatever its size
/// @param redactionsKept how long the bytes of redacted events stay in the database; zero: not at all
/// @param noticesUser who sends server notices; null when nobody does
public record RoomsConfig(
        ServerName serverName,
        RoomVersion defaultVersion,
        int maxInMemory,
        long eventCacheBytes,
        long stateCacheBytes,
        long authGraphBytes,
        Duration redactionsKept,
        @Nullable UserId noticesUser) {
    private static final long STATE_BYTES = 8L << 20;

    /// One part in this many of the heap: with less than a graph each, two busy rooms would make each other load theirs for every fork.
    private static final int GRAPHS_PART = 64;

    /// The defaults for a server of the name.
    public static RoomsConfig of(ServerName serverName) {
        return new RoomsConfig(
                serverName,
                RoomVersion.V12,
                5_000,
                24L << 20,
                STATE_BYTES,
                Math.max(STATE_BYTES, Runtime.getRuntime().maxMemory() / GRAPHS_PART),
                Duration.ZERO,
                null);
    }

    /// The same with another default version.
    public RoomsConfig withDefaultVersion(RoomVersion version) {
        return new RoomsConfig(
                serverName,
                version,
                maxInMemory,
                eventCacheBytes,
                stateCacheBytes,
                authGraphBytes,
                redactionsKept,
                noticesUser);
    }

    /// The same that keeps the bytes of redacted events for another time.
    public RoomsConfig withRedactionsKept(Duration time) {
        return new RoomsConfig(
                serverName,
                defaultVersion,
                maxInMemory,
                eventCacheBytes,
                stateCacheBytes,
                authGraphBytes,
                time,
                noticesUser);
    }

    /// The same in which a user of this server sends server notices.
    public RoomsConfig withNoticesUser(@Nullable UserId user) {
        return new RoomsConfig(
                serverName,
                defaultVersion,
                maxInMemory,
                eventCacheBytes,
                stateCacheBytes,
                authGraphBytes,
                redactionsKept,
                user);
    }
}

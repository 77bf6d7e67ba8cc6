package org.stoa.http;

/// What is counted together when requests are limited. Each kind has its own buckets, per user where there is one, else
/// per address.
public enum RateLimitKind {
    /// Never limited: cheap, and needed to find out that one is limited.
    NONE,
    /// Whatever has no kind of its own.
    GENERAL,
    /// Logging in, and whatever else checks a password or a code.
    LOGIN,
    /// Making an account.
    REGISTER,
    /// Asking whether a name is free, and other things that tell who exists.
    PROBE,
    /// Sending events, to-device messages and ephemeral events; and changes of a profile, which become events.
    SEND,
    /// Making rooms.
    CREATE_ROOM,
    /// Joining and knocking.
    JOIN,
    /// Inviting.
    INVITE,
    /// Searches, walks through spaces, and other requests that cost a lot, here or at the servers that are asked for them.
    EXPENSIVE,
    /// Whatever else another server is asked for because a client wants to know it, such as a profile. Counted besides what the
    /// request is of itself.
    OTHER_SERVERS,
    /// What other servers ask; each server has its own bucket.
    SERVER,
    /// Asking other servers for their keys because somebody names them who did not prove who he is; each server counts.
    STRANGER_KEYS
}

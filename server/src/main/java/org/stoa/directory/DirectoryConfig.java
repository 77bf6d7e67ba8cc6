package org.stoa.directory;

/// What the operator decides about the directories.
///
/// @param searchAllUsers whether users find all users of this server, not only those they could meet in a room; of users of
///     other servers they find only these
public record DirectoryConfig(boolean searchAllUsers) {

    /// Users find whom they share a room with, and who is in a room open to all.
    public static final DirectoryConfig DEFAULT = new DirectoryConfig(false);
}

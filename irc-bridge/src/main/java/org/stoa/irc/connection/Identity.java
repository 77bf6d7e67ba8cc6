package org.stoa.irc.connection;

/// Who connects.
///
/// @param nick the nick that is wanted
/// @param user the user name
/// @param realName what else is shown: the Matrix user
public record Identity(String nick, String user, String realName) {}

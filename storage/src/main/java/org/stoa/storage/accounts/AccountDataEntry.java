package org.stoa.storage.accounts;

import org.stoa.storage.Position;

/// One entry of account data.
///
/// @param room number of the room, 0 for global data
/// @param type event type
/// @param content JSON text; `{}` also when it was removed
/// @param pos position of the last change
public record AccountDataEntry(long room, String type, String content, Position pos) {}

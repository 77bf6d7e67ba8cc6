package org.stoa.sync.v3;

import org.jspecify.annotations.Nullable;

/// What came of writing a room into an answer.
///
/// @param isNews whether there was something to write
/// @param rest the state events that are still to be written: the room is open in its array of state events then, and nothing
/// else follows; null when the room is whole
record WrittenRoom(boolean isNews, @Nullable StateWalk rest) {
    static final WrittenRoom NOTHING = new WrittenRoom(false, null);
    static final WrittenRoom WHOLE = new WrittenRoom(true, null);
}

package org.stoa.storage;

/// Texts as they are stored. PostgreSQL refuses the character U+0000, which Matrix allows in state keys, transaction
/// ids and names; so it is stored as U+0001 `0`, and U+0001 itself as U+0001 `1`, on both engines.
final class StoredText {
    private static final char MARK = '\u0001';

    private StoredText() {}

    static String encode(String text) {
        if (text.indexOf('\0') < 0 && text.indexOf(MARK) < 0) {
            return text;
        }
        return text.replace("\u0001", "\u00011").replace("\0", "\u00010");
    }

    static String decode(String stored) {
        if (stored.indexOf(MARK) < 0) {
            return stored;
        }
        return stored.replace("\u00010", "\0").replace("\u00011", "\u0001");
    }
}

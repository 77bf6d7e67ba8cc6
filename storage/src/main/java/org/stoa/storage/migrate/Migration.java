package org.stoa.storage.migrate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// One step of the schema.
///
/// @param number 1, 2, 3, ... without holes
/// @param name what it does; the file is `<number, four digits>_<name>.sql` beside this class
/// @param oldest the oldest number of schema whose program can still run on the result
/// @param text the statements, with tokens for what the engines call differently; one that begins with `{postgres}` is for that engine only
public record Migration(int number, String name, int oldest, String text) {

    /// Reads a migration from its file.
    static Migration read(int number, String name, int oldest) {
        String file = "%04d_%s.sql".formatted(number, name);
        try (InputStream in = Migration.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no migration " + file);
            }
            return new Migration(
                    number, name, oldest, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the SHA-256 of the text in hexadecimal.
    String checksum() {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Returns the statements one by one.
    List<String> statements() {
        return StatementSplitter.split(text);
    }
}

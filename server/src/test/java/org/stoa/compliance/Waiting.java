package org.stoa.compliance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.stoa.specification.Operation;

/// The hand-kept reasons why operations are not there yet: `waiting.tsv` beside this class. A line has what the method and
/// path begin with (`POST /_matrix/client/v3/keys/`, or `* /_matrix/media/` for any method), and the feature waited for, or why
/// nothing is missing (`not of a homeserver`). Of several lines that fit, the longest counts.
final class Waiting {
    /// How reasons begin that nothing is waited for.
    static final String NOT_MISSING = "not ";

    private final List<Line> lines;

    private Waiting(List<Line> lines) {
        this.lines = lines;
    }

    /// One line of the table.
    record Line(String method, String prefix, String feature) {
        boolean fits(Operation operation) {
            return (method.equals("*") || method.equals(operation.method()))
                    && operation.path().startsWith(prefix);
        }
    }

    static Waiting read() {
        try (InputStream in = Waiting.class.getResourceAsStream("waiting.tsv")) {
            if (in == null) {
                throw new IllegalStateException("waiting.tsv is not on the class path");
            }
            return new Waiting(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .map(Waiting::line)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(String text) {
        String[] cells = text.split("\t", -1);
        String[] words = cells[0].split(" ", 2);
        return new Line(words[0], words[1], cells[1]);
    }

    List<Line> lines() {
        return lines;
    }

    Optional<String> reason(Operation operation) {
        return lines.stream()
                .filter(line -> line.fits(operation))
                .max((a, b) -> Integer.compare(a.prefix().length(), b.prefix().length()))
                .map(Line::feature);
    }
}

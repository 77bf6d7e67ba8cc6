package org.stoa.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Makes larger answers smaller for clients that understand gzip. Only text is worth it, and only at the fastest level: the
/// answer to a first /sync shrinks to a tenth.
final class Compression {
    /// Below this the headers and the packet cost more than what is saved.
    private static final int SMALLEST = 4 << 10;

    private Compression() {}

    static Response compressed(Response response, Incoming incoming) {
        if (!isText(response) || response.header("Content-Encoding").isPresent()) {
            return response;
        }
        return switch (response.body()) {
            case Response.Body.Bytes(byte[] bytes) when bytes.length < SMALLEST -> response;
            case Response.Body.Bytes(byte[] bytes) ->
                    accepts(incoming)
                            ? marked(response.withBody(new Response.Body.Bytes(gzip(bytes))))
                            : varying(response);
            case Response.Body.Streamed(BodyWriter writer) ->
                    accepts(incoming)
                            ? marked(response.withBody(new Response.Body.Streamed(gzip(writer))))
                            : varying(response);
            case Response.Body.Pieces _ -> throw new IllegalStateException("it was not begun");
        };
    }

    private static boolean isText(Response response) {
        String type = response.header("Content-Type").orElse("");
        return type.startsWith("application/json") || type.startsWith("text/");
    }

    private static boolean accepts(Incoming incoming) {
        return incoming.headers("Accept-Encoding").stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT).replace(" ", ""))
                .anyMatch(coding -> coding.equals("gzip") || hasQuality(coding));
    }

    /// Tells whether this is gzip with a quality above 0, such as `gzip;q=0.5`.
    private static boolean hasQuality(String coding) {
        String quality = "gzip;q=";
        return coding.startsWith(quality)
                && coding.chars().skip(quality.length()).anyMatch(c -> c >= '1' && c <= '9');
    }

    private static Response marked(Response response) {
        return varying(response.withHeader("Content-Encoding", "gzip"));
    }

    private static Response varying(Response response) {
        return response.withHeader("Vary", "Accept-Encoding");
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4);
        try {
            gzip(stream -> stream.write(bytes)).write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// When the writer fails the data must stay without its end, so that nobody takes a half for the whole.
    private static BodyWriter gzip(BodyWriter writer) {
        return out -> {
            FastGzip gzip = new FastGzip(out);
            try {
                writer.write(gzip);
                gzip.finish();
            } finally {
                gzip.release();
            }
        };
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 8 << 10);
            def.setLevel(Deflater.BEST_SPEED);
        }

        /// Gives back native memory, without closing the stream below.
        void release() {
            def.end();
        }
    }
}

package org.stoa.remote.connect;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads answers that may be too large for the memory: a short one into it, any other into a file.
final class LargeAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(LargeAnswers.class);

    /// Nearly all rooms fit into this.
    private static final int IN_MEMORY = 256 << 10;

    private static final int BUFFER = 64 << 10;

    private LargeAnswers() {}

    static Outcome read(
            HttpEntity entity,
            Map<String, String> headers,
            AnswerFiles files,
            HttpUriRequestBase request)
            throws IOException {
        if (entity.getContentLength() > files.max()) {
            request.cancel();
            return new Outcome.TooLarge(files.max());
        }
        InputStream in = entity.getContent();
        byte[] first = in.readNBytes(IN_MEMORY);
        if (first.length < IN_MEMORY) {
            return new Outcome.Answered(200, headers, first);
        }
        Outcome outcome = keep(first, in, files);
        if (!(outcome instanceof Outcome.Kept)) {
            // Without this, closing would read the rest.
            request.cancel();
        }
        return outcome;
    }

    private static Outcome keep(byte[] first, InputStream in, AnswerFiles files)
            throws IOException {
        AnswerFile file;
        try {
            file = files.begin();
        } catch (IOException e) {
            return noDisk(e);
        }
        boolean isWhole = false;
        try {
            byte[] bytes = new byte[BUFFER];
            Outcome failed = add(file, first, first.length, files);
            for (int read = in.read(bytes); failed == null && read >= 0; read = in.read(bytes)) {
                failed = add(file, bytes, read, files);
            }
            if (failed != null) {
                return failed;
            }
            isWhole = true;
            return new Outcome.Kept(file);
        } finally {
            if (!isWhole) {
                file.close();
            }
        }
    }

    private static @Nullable Outcome add(
            AnswerFile file, byte[] bytes, int length, AnswerFiles files) {
        try {
            if (file.add(bytes, length)) {
                return null;
            }
        } catch (IOException e) {
            return noDisk(e);
        }
        return file.size() + length > files.max()
                ? new Outcome.TooLarge(files.max())
                : new Outcome.Busy("there is no room on the disk for the answer now");
    }

    private static Outcome noDisk(IOException e) {
        LOG.warn("A large answer of another server cannot be kept: {}", e.toString());
        return new Outcome.Busy("the answer cannot be kept on the disk now");
    }
}

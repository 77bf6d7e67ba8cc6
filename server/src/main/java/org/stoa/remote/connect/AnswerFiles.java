package org.stoa.remote.connect;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Where answers are put that are too large for the memory, until they were made use of. The files have no name once they are open,
/// so a process that ends leaves none. Thread-safe.
public final class AnswerFiles {
    /// What one answer may take: the largest states there are have some hundred thousand events, of a kilobyte each.
    public static final long DEFAULT_MAX = 1L << 30;

    /// So many of the largest fit in at once.
    private static final int AT_ONCE = 4;

    /// One answer takes at most this part of what is free on the disk when it begins to come: the database needs the rest.
    private static final int PART_OF_DISK = 4;

    private final Path folder;
    private final long max;
    private final Total total;

    /// @param folder where the files are, made when it is needed
    /// @param max bytes that one may have
    public AnswerFiles(Path folder, long max) {
        this(folder, max, new Total(AT_ONCE * max));
    }

    private AnswerFiles(Path folder, long max, Total total) {
        this.folder = folder;
        this.max = max;
        this.total = total;
    }

    /// What all files take together.
    private static final class Total {
        private final long most;
        private long held;

        Total(long most) {
            this.most = most;
        }

        synchronized boolean tryTake(long bytes) {
            if (held + bytes > most) {
                return false;
            }
            held += bytes;
            return true;
        }

        synchronized void release(long bytes) {
            held -= bytes;
        }

        synchronized long held() {
            return held;
        }
    }

    /// Returns the same place for an answer that may have only so many bytes.
    public AnswerFiles upTo(long bytes) {
        return bytes >= max ? this : new AnswerFiles(folder, bytes, total);
    }

    /// Returns how many bytes an answer may have.
    public long max() {
        return max;
    }

    /// Begins a file.
    AnswerFile begin() throws IOException {
        Files.createDirectories(folder);
        long room = Files.getFileStore(folder).getUsableSpace() / PART_OF_DISK;
        return new AnswerFile(this, open(), Math.min(room, max));
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(
                Files.createTempFile(folder, "answer-", null),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    boolean tryTake(long bytes) {
        return total.tryTake(bytes);
    }

    void release(long bytes) {
        total.release(bytes);
    }

    /// How many bytes are there.
    public long held() {
        return total.held();
    }
}

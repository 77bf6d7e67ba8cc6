package org.stoa.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that others write and this flushes: one that an interrupt does not close. For one thread at a time.
///
/// When a process closes a file, the system takes all its locks on it from the whole process, also those of SQLite. So a file of SQLite
/// must be closed here after all its connections.
final class FlushedFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FlushedFile.class);

    private final Path path;
    private @Nullable RandomAccessFile open;

    FlushedFile(Path path) {
        this.path = path;
    }

    /// Returns when all that was written is on the disk.
    void flush() throws IOException {
        RandomAccessFile file = open;
        if (file == null) {
            open = file = new RandomAccessFile(path.toFile(), "rw");
        }
        file.getFD().sync();
    }

    @Override
    public void close() {
        RandomAccessFile file = open;
        open = null;
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            LOG.debug("Closing a file that was only flushed failed", e);
        }
    }
}

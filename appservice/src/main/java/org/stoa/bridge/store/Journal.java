package org.stoa.bridge.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.json.Json;

/// A durable map from text to JSON, held in memory and in one file.
///
/// The file is a series of lines, each a commit with its checksum ([JournalLine]). Opening it reads all; a last line that
/// is torn, as a crash leaves it, never was acknowledged and is cut off. When most of the file is of the past it is written
/// anew beside the old one and renamed. A bridge keeps a few small values for each room and what it has still to send, so
/// all of it fits into memory many times over, and nothing more than the JDK is needed.
///
/// Safe for use by several threads; a reader sees a commit once it is durable. A second process that opens the file fails.
public final class Journal implements AutoCloseable {

    /// Below this size the file is left to grow; above, it is written anew when it is this many times what lives in it.
    private static final long SMALLEST_REWRITE = 1 << 20;

    private static final int REWRITE_FACTOR = 4;

    private final Path file;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private final ConcurrentNavigableMap<String, Json> values = new ConcurrentSkipListMap<>();
    private final Object writing = new Object();

    /// Not a channel: that would be closed when a thread is interrupted while it writes.
    private RandomAccessFile content;

    private long rewriteAt = SMALLEST_REWRITE;
    private @Nullable IOException broken;

    private Journal(Path file, FileChannel lockChannel, FileLock lock) throws IOException {
        this.file = file;
        this.lockChannel = lockChannel;
        this.lock = lock;
        this.content = load();
    }

    /// Opens the journal in the file, which is made with its folder when it is not there.
    ///
    /// @throws IOException when it cannot be read, is damaged before its last line, or is open elsewhere
    public static Journal open(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        FileChannel lockChannel =
                FileChannel.open(
                        file.resolveSibling(file.getFileName() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            return new Journal(file, lockChannel, exclusive(lockChannel, file));
        } catch (IOException | RuntimeException e) {
            lockChannel.close();
            throw e;
        }
    }

    /// Returns the value of the key; empty when it has none.
    public Optional<Json> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /// Returns the entries whose keys begin with the prefix, in the order of the keys.
    public Map<String, Json> under(String prefix) {
        return new LinkedHashMap<>(values.subMap(prefix, prefix + Character.MAX_VALUE));
    }

    /// Makes the changes durable, all or none, then visible, then runs their actions.
    ///
    /// @throws UncheckedIOException when they could not be written; after that the journal takes no more changes
    public void commit(Changes changes) {
        if (!changes.isEmpty()) {
            synchronized (writing) {
                write(changes);
                apply(changes.entries());
                rewriteWhenLarge();
            }
        }
        changes.actions().forEach(Runnable::run);
    }

    /// Closes the file. What was committed is safe without.
    @Override
    public void close() {
        synchronized (writing) {
            try {
                content.close();
                lock.release();
                lockChannel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static FileLock exclusive(FileChannel channel, Path file) throws IOException {
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            throw new IOException(file + " is open already, in this process", sameProcess);
        }
        if (lock == null) {
            throw new IOException(file + " is in use by another process");
        }
        return lock;
    }

    private RandomAccessFile load() throws IOException {
        RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw");
        byte[] bytes = Files.readAllBytes(file);
        int start = 0;
        for (int end = endOfLine(bytes, 0); end >= 0; end = endOfLine(bytes, start)) {
            Optional<Map<String, Optional<Json>>> line = JournalLine.read(bytes, start, end);
            if (line.isEmpty()) {
                if (end + 1 < bytes.length) {
                    opened.close();
                    throw new IOException(file + " is damaged at byte " + start);
                }
                break;
            }
            apply(line.orElseThrow());
            start = end + 1;
        }
        opened.setLength(start);
        opened.seek(start);
        return opened;
    }

    private static int endOfLine(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void apply(Map<String, Optional<Json>> entries) {
        entries.forEach(
                (key, value) -> {
                    if (value.isPresent()) {
                        values.put(key, value.orElseThrow());
                    } else {
                        values.remove(key);
                    }
                });
    }

    private void write(Changes changes) {
        if (broken != null) {
            throw new UncheckedIOException(
                    "The journal " + file + " failed before", new IOException(broken));
        }
        try {
            content.write(JournalLine.write(changes.entries()));
            content.getFD().sync();
        } catch (IOException e) {
            broken = e;
            throw new UncheckedIOException("Cannot write to " + file, e);
        }
    }

    private void rewriteWhenLarge() {
        try {
            if (content.getFilePointer() >= rewriteAt) {
                rewrite();
                rewriteAt = Math.max(SMALLEST_REWRITE, REWRITE_FACTOR * content.getFilePointer());
            }
        } catch (IOException e) {
            broken = e;
            throw new UncheckedIOException("Cannot write " + file + " anew", e);
        }
    }

    private void rewrite() throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        RandomAccessFile target = new RandomAccessFile(fresh.toFile(), "rw");
        target.setLength(0);
        for (Map.Entry<String, Json> entry : values.entrySet()) {
            target.write(JournalLine.write(Map.of(entry.getKey(), Optional.of(entry.getValue()))));
        }
        target.getFD().sync();
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        forceFolder();
        content.close();
        content = target;
    }

    /// A rename is durable once the folder is.
    private void forceFolder() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
                opened.force(true);
            }
        }
    }
}

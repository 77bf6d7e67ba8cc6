package org.stoa.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.StorageException.Kind;

/// Keeps two processes from using one data folder: a lock on the file `stoa.lock` in it, which holds the number of
/// the process. The operating system lets go of it however the process ends.
public final class FolderLock implements AutoCloseable {
    private static final String NAME = "stoa.lock";
    private static final int MAX_PID_DIGITS = 20;
    private static final List<String> FORBIDDEN =
            List.of("not permitted", "ermission denied", "ead-only file system");

    /// The system takes a moment to let go of the locks of a process that was killed.
    private static final Duration WAIT = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Makes the folder, for its owner only, if it is missing, and locks it. Waits a few seconds for another process that has it to end.
    ///
    /// Throws StorageException: MISSING_FOLDER, READ_ONLY, LOCKED (with the number of the other process) or DISK_FULL.
    public static FolderLock take(Path folder) {
        FileChannel channel = open(folder);
        try {
            if (!lockedInTime(channel)) {
                String owner = owner(folder);
                channel.close();
                throw new StorageException(
                        Kind.LOCKED,
                        "the data folder "
                                + folder
                                + " is in use by another Stoa"
                                + (owner == null ? "" : " (process " + owner + ")")
                                + ", which did not end within "
                                + WAIT.toSeconds()
                                + " seconds: stop it first, or give this one a folder of its own");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(
                            Long.toString(ProcessHandle.current().pid())
                                    .getBytes(StandardCharsets.US_ASCII)));
            return new FolderLock(channel);
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    private static FileChannel open(Path folder) {
        try {
            Files.createDirectories(folder, OwnerOnly.folder(folder));
        } catch (IOException | UnsupportedOperationException e) {
            if (isForbidden(folder, e)) {
                throw new StorageException(
                        Kind.READ_ONLY,
                        "cannot make the data folder "
                                + folder
                                + ": "
                                + nearest(folder)
                                + " may not be written (check its owner and how its disk is mounted)",
                        e);
            }
            if (isFull(e)) {
                throw full(folder, e);
            }
            throw new StorageException(
                    Kind.MISSING_FOLDER,
                    "the data folder " + folder + " does not exist and cannot be made: " + e,
                    e);
        }
        try {
            return FileChannel.open(
                    folder.resolve(NAME),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    /// Whether permissions, the mount or the kind of the file system forbid it, and no wrong path. What the system calls
    /// the reason is the only trace of some of them.
    private static boolean isForbidden(Path folder, Exception e) {
        return e instanceof AccessDeniedException
                || e instanceof ReadOnlyFileSystemException
                || FORBIDDEN.stream().anyMatch(reason(e)::contains)
                || (Files.isDirectory(nearest(folder)) && !Files.isWritable(nearest(folder)));
    }

    /// The deepest part of the path that exists.
    private static Path nearest(Path folder) {
        Path at = folder.toAbsolutePath();
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }

    private static boolean isFull(Exception e) {
        return reason(e).contains("No space");
    }

    private static StorageException full(Path folder, Exception e) {
        return new StorageException(
                Kind.DISK_FULL,
                "the disk of the data folder " + folder + " is full: free some space",
                e);
    }

    private static String reason(Exception e) {
        return String.valueOf(e instanceof FileSystemException f ? f.getReason() : e);
    }

    static StorageException failure(Path folder, IOException e) {
        if (isFull(e)) {
            return full(folder, e);
        }
        return new StorageException(
                Kind.READ_ONLY,
                "the data folder "
                        + folder
                        + " cannot be written ("
                        + (e instanceof AccessDeniedException ? "no permission" : reason(e))
                        + "): check its owner and how its disk is mounted",
                e);
    }

    private static boolean lockedInTime(FileChannel channel) throws IOException {
        try {
            long deadline = System.nanoTime() + WAIT.toNanos();
            while (channel.tryLock() == null) {
                if (System.nanoTime() - deadline >= 0) {
                    return false;
                }
                pause();
            }
            return true;
        } catch (OverlappingFileLockException e) {
            // This very process has it, and waiting would not end that.
            return false;
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the lock");
        }
    }

    private static @Nullable String owner(Path folder) throws IOException {
        String text = Files.readString(folder.resolve(NAME), StandardCharsets.US_ASCII).strip();
        boolean number =
                !text.isEmpty()
                        && text.length() <= MAX_PID_DIGITS
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? text : null;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StorageException(Kind.STATEMENT, "could not unlock the data folder", e);
        }
    }
}

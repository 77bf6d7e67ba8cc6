package org.stoa.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.StorageException.Kind;

/// Keeps two processes from using one data folder: a lock on the file `stoa.lock` in it, which holds the number of
/// the process. The operating system lets go of it however the process ends.
public final class FolderLock implements AutoCloseable {
    private static final String NAME = "stoa.lock";
    private static final int MAX_PID_DIGITS = 20;

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Makes the folder if it is missing and locks it.
    ///
    /// Throws StorageException: MISSING_FOLDER, READ_ONLY, LOCKED (with the number of the other process) or DISK_FULL.
    public static FolderLock take(Path folder) {
        FileChannel channel = open(folder);
        try {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String owner = owner(folder);
                channel.close();
                throw new StorageException(
                        Kind.LOCKED,
                        "the data folder "
                                + folder
                                + " is in use by another Stoa"
                                + (owner == null ? "" : " (process " + owner + ")")
                                + ": stop it first, or give this one a folder of its own");
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
            Files.createDirectories(folder);
        } catch (AccessDeniedException | ReadOnlyFileSystemException e) {
            throw new StorageException(
                    Kind.READ_ONLY, "cannot make the data folder " + folder + ": no permission", e);
        } catch (IOException e) {
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

    private static StorageException failure(Path folder, IOException e) {
        String reason = String.valueOf(e instanceof FileSystemException f ? f.getReason() : e);
        if (reason.contains("No space")) {
            return new StorageException(
                    Kind.DISK_FULL, "the disk of the data folder " + folder + " is full", e);
        }
        return new StorageException(
                Kind.READ_ONLY,
                "the data folder "
                        + folder
                        + " cannot be written ("
                        + (e instanceof AccessDeniedException ? "no permission" : reason)
                        + "): check its owner and how its disk is mounted",
                e);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
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

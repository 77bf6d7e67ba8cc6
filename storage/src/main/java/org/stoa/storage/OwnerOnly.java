package org.stoa.storage;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// What new files and folders need so that only their owner can read them, where the file system knows owners. The
/// database holds messages, hashes of passwords and the signing key: no other user of the machine has business there.
public final class OwnerOnly {
    private OwnerOnly() {}

    /// What a new folder is made with.
    public static FileAttribute<?>[] folder(Path folder) {
        return attributes(folder, "rwx------");
    }

    static FileAttribute<?>[] file(Path file) {
        return attributes(file, "rw-------");
    }

    private static FileAttribute<?>[] attributes(Path path, String permissions) {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }
}

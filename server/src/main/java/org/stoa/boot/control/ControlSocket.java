package org.stoa.boot.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Where the socket is. The name of a socket may have only about a hundred bytes, so the socket of a data folder with a long
/// name lies in a temporary folder of its own, and a symbolic link in the data folder leads there.
final class ControlSocket {
    /// The shortest limit of the systems that Java runs on is 104 bytes, with a zero at the end.
    private static final int MAX_NAME_BYTES = 100;

    private static final String FOLDER_PREFIX = "stoa-";

    private final Path name;
    private final Path socket;

    private ControlSocket(Path name, Path socket) {
        this.name = name;
        this.socket = socket;
    }

    /// Makes room for a socket at `name`; what a dead process left there goes.
    static ControlSocket make(Path name) throws IOException {
        removeLeftOver(name);
        if (fits(name)) {
            return new ControlSocket(name, name);
        }
        Path folder = Files.createTempDirectory(FOLDER_PREFIX); // mode 0700
        Path socket = folder.resolve("control.sock");
        Files.createSymbolicLink(name, socket);
        return new ControlSocket(name, socket);
    }

    private static void removeLeftOver(Path name) throws IOException {
        if (Files.isSymbolicLink(name)) {
            removeWithFolder(Files.readSymbolicLink(name));
        }
        Files.deleteIfExists(name);
    }

    private static void removeWithFolder(Path socket) throws IOException {
        Files.deleteIfExists(socket);
        Path folder = socket.getParent();
        if (folder != null && folder.getFileName().toString().startsWith(FOLDER_PREFIX)) {
            Files.deleteIfExists(folder);
        }
    }

    private static boolean fits(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES;
    }

    /// Returns the address behind `name`, for a client.
    static Path find(Path name) throws IOException {
        return Files.isSymbolicLink(name) ? Files.readSymbolicLink(name) : name;
    }

    static boolean exists(Path name) {
        return Files.exists(name, LinkOption.NOFOLLOW_LINKS);
    }

    Path address() {
        return socket;
    }

    void protect() throws IOException {
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    }

    void remove() throws IOException {
        removeLeftOver(name);
    }
}
